package dev.leat.app.command;

import dev.leat.app.collection.SchemaComparison;
import dev.leat.app.terminal.ExitCode;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat collection plan}. */
@Command(
        name = "plan",
        customSynopsis = "leat collection plan [SCHEMA.json] [OPTIONS]",
        description =
                "Shows how collections differ from their schemas, and what it takes to bring them in line: nothing"
                        + " (free), a copy (needs a reindex), or values (lossy). Changes nothing.",
        footer = {
            "",
            "Examples:",
            "  leat collection plan schema.json",
            "  leat collection plan --only hits,analysts",
            "",
            "The exit code is 1 when anything differs."
        })
final class CollectionPlan implements Callable<Integer> {

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCHEMA.json",
            description = "schemas that datastore.exportSchema() wrote (default: what each collection records)")
    @Nullable
    private Path file;

    @Option(names = "--only", paramLabel = "NAME,…", split = ",", description = "only these collections")
    private List<String> only = List.of();

    CollectionPlan(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        try (Cluster cluster = session.connect()) {
            SchemaComparison comparison = SchemaComparison.of(cluster, file, only, session.terminal());
            comparison.print(session.terminal(), session.format());
            return (comparison.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }
}
