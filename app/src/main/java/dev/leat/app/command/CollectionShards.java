package dev.leat.app.command;

import dev.leat.app.collection.Maintenance;
import dev.leat.app.terminal.ExitCode;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat collection shards}. */
@Command(
        name = "shards",
        customSynopsis = "leat collection shards NAME [--to N] [OPTIONS]",
        description = "Copies a collection to an index of another number of shards, unless it has that already.",
        footer = {
            "",
            "Example:",
            "  leat collection shards hits --to 3",
            "",
            "One shard is right up to some tens of gigabytes. Readers go on meanwhile, writers wait. A program that",
            "registers the collection with another layout does not change the number back."
        })
final class CollectionShards implements Callable<Integer> {

    private static final int MOST = 1024;

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "a collection")
    private String name = "";

    @Option(names = "--to", paramLabel = "N", description = "from 1 to 1024 (default: the number that is recorded)")
    @Nullable
    private Integer shards;

    CollectionShards(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (shards != null && (shards < 1 || shards > MOST)) {
            throw new ConfigException("--to", "must be from 1 to " + MOST + " and not " + shards);
        }
        try (Cluster cluster = session.connect()) {
            session.print(new Maintenance(cluster, session.terminal()).shards(name, shards));
            return ExitCode.DONE.number();
        }
    }
}
