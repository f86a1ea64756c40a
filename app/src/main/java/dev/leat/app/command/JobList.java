package dev.leat.app.command;

import dev.leat.app.connector.JobView;
import dev.leat.app.terminal.ExitCode;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.Protocol;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat job list}. */
@Command(
        name = "list",
        customSynopsis = "leat job list [--connector ID] [--status STATUS,…] [--limit N] [OPTIONS]",
        description = "Lists sync jobs, the newest first.",
        footer = {
            "",
            "Examples:",
            "  leat job list --connector orders",
            "  leat job list --status pending,in_progress --json"
        })
final class JobList implements Callable<Integer> {

    private static final int MOST = 10_000;

    private final Session session;

    @Option(names = "--connector", paramLabel = "ID", description = "only those of one connector")
    private @Nullable String connector;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "only pending, in_progress, canceling, canceled, suspended, completed, error")
    private List<String> statuses = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "25",
            description = "how many, up to 10000 (default: ${DEFAULT-VALUE})")
    private int limit;

    JobList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JobFilter filter = filter();
        try (Cluster cluster = session.connect()) {
            new JobView(session.terminal(), session.format())
                    .list(Protocol.find(cluster, Clock.systemUTC())
                            .map(protocol -> protocol.jobs().newest(filter, limit))
                            .orElse(List.of()));
            return ExitCode.DONE.number();
        }
    }

    private JobFilter filter() {
        if (limit < 1 || limit > MOST) {
            throw new ConfigException("--limit", "must be from 1 to " + MOST + " and not " + limit);
        }
        Set<JobStatus> wanted = new HashSet<>();
        for (String text : statuses) {
            JobStatus status = JobStatus.of(text.strip());
            if (status == JobStatus.UNKNOWN) {
                throw new ConfigException("--status", "'" + text + "' is none; see 'leat job list --help'");
            }
            wanted.add(status);
        }
        JobFilter filter = JobFilter.any().withStatuses(wanted);
        return connector == null ? filter : filter.ofConnectors(Set.of(connector));
    }
}
