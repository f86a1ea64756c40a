package dev.leat.app.command;

import dev.leat.app.connector.JobView;
import dev.leat.app.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat job show}. */
@Command(
        name = "show",
        customSynopsis = "leat job show JOB [OPTIONS]",
        description = "Shows a sync job: how far it is, or how it ended.",
        footer = {
            "",
            "Examples:",
            "  leat job show JOB",
            "  leat job show JOB --json     the whole document, secrets hidden"
        })
final class JobShow implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", description = "id of a job")
    private String id = "";

    JobShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProtocolSession open = ProtocolSession.open(session)) {
            new JobView(session.terminal(), session.format()).show(open.job(id));
            return ExitCode.DONE.number();
        }
    }
}
