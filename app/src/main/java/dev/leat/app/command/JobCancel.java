package dev.leat.app.command;

import dev.leat.app.connector.JobView;
import dev.leat.app.terminal.ExitCode;
import dev.leat.connect.protocol.SyncJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat job cancel}. */
@Command(
        name = "cancel",
        customSynopsis = "leat job cancel JOB [OPTIONS]",
        description = "Cancels a sync job: at once where it waits, within seconds where it runs.",
        footer = {
            "",
            "Example:",
            "  leat job cancel JOB",
            "",
            "What was written stays. A job that has ended stays as it is, and the exit code is 1."
        })
final class JobCancel implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", description = "id of a job")
    private String id = "";

    JobCancel(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProtocolSession open = ProtocolSession.open(session)) {
            SyncJob before = open.job(id);
            SyncJob job = open.protocol().jobs().cancel(id);
            new JobView(session.terminal(), session.format()).show(job);
            boolean over = before.status().isTerminal();
            if (over) {
                session.terminal().note("leat: job " + id + " had ended already");
            }
            return (over ? ExitCode.FAILED : ExitCode.DONE).number();
        }
    }
}
