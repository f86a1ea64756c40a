package dev.leat.app.command;

import dev.leat.app.collection.SchemaApplication;
import dev.leat.app.terminal.ExitCode;
import dev.leat.datastore.schema.Loss;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat collection apply}. */
@Command(
        name = "apply",
        customSynopsis = "leat collection apply [SCHEMA.json] [OPTIONS]",
        description =
                "Does what 'leat collection plan' shows: creates what is missing, adds what can be added to a live"
                        + " index, and copies everything to a new one where that is needed.",
        footer = {
            "",
            "Examples:",
            "  leat collection apply schema.json",
            "  leat collection apply schema.json --only hits --accept-loss",
            "",
            "While a collection is copied its readers go on and its writers wait. The old index is kept: 'leat",
            "collection reindex NAME --rollback' goes back to it, '--discard-old' removes it."
        })
final class CollectionApply implements Callable<Integer> {

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCHEMA.json",
            description = "schemas that datastore.exportSchema() wrote (default: what each collection records)")
    @Nullable
    private Path file;

    @Option(names = "--only", paramLabel = "NAME,…", split = ",", description = "only these collections")
    private List<String> only = List.of();

    @Option(
            names = "--accept-loss",
            description = "leave fields behind, with their values, that the schema does not have")
    private boolean acceptLoss;

    CollectionApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        try (Cluster cluster = session.connect()) {
            SchemaApplication application =
                    new SchemaApplication(cluster, session.terminal(), acceptLoss ? Loss.ACCEPTED : Loss.REFUSED);
            application.prepare(file, only);
            try {
                application.run();
            } finally {
                application.print(session.format());
            }
            return ExitCode.DONE.number();
        }
    }
}
