package dev.leat.app.command;

import dev.leat.app.connector.JobView;
import dev.leat.app.connector.JobWatch;
import dev.leat.app.terminal.ExitCode;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.connect.protocol.SyncJobs;
import dev.leat.connect.protocol.TriggerMethod;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat job start}. */
@Command(
        name = "start",
        customSynopsis = "leat job start CONNECTOR [--type TYPE] [--wait] [OPTIONS]",
        description = "Asks for a sync of a connector. It begins when a service finds it, within half a minute.",
        footer = {
            "",
            "Examples:",
            "  leat job start orders",
            "  leat job start orders --type incremental --wait",
            "",
            "With --wait the exit code is 0 when the job has completed and 1 when it failed or was canceled. Ctrl-C"
                    + " ends",
            "the waiting, and not the job."
        })
final class JobStart implements Callable<Integer> {

    /** What can be asked for. */
    enum Kind {
        FULL,
        INCREMENTAL,
        ACCESS_CONTROL;

        JobType type() {
            return JobType.of(name());
        }
    }

    private final Session session;

    @Parameters(paramLabel = "CONNECTOR", description = "id of a connector")
    private String connector = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "full",
            description = "full, incremental or access_control (default: ${DEFAULT-VALUE})")
    private Kind kind = Kind.FULL;

    @Option(names = "--wait", description = "wait for its end, and tell how far it is")
    private boolean wait;

    @Option(
            names = "--allow-deletes",
            description = "delete all that is gone from the source, however much it is, this once")
    private boolean allowDeletes;

    JobStart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProtocolSession open = ProtocolSession.open(session)) {
            var jobs = open.protocol().jobs();
            Map<String, Object> said = allowDeletes ? Map.of(SyncJobs.ALLOW_DELETES, true) : Map.of();
            SyncJob job = jobs.create(open.connector(connector), kind.type(), TriggerMethod.ON_DEMAND, said);
            if (wait) {
                job = new JobWatch(jobs, session.terminal(), open.cluster().waiter()).await(job.id());
            }
            new JobView(session.terminal(), session.format()).show(job);
            if (!wait) {
                session.terminal()
                        .note("A service that looks after the connector takes it ('leat serve'); --wait shows how it"
                                + " goes");
            }
            boolean done = !wait || job.status() == JobStatus.COMPLETED;
            return (done ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }
}
