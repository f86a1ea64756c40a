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

/** {@code leat collection replicas}. */
@Command(
        name = "replicas",
        customSynopsis = "leat collection replicas NAME [--to N|auto] [OPTIONS]",
        description = "Changes how many copies there are of each shard besides the first. Nobody has to wait.",
        footer = {
            "",
            "Examples:",
            "  leat collection replicas hits --to 2",
            "  leat collection replicas hits --to auto   one where the cluster has a second node for it, else none"
        })
final class CollectionReplicas implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "a collection")
    private String name = "";

    @Option(
            names = "--to",
            paramLabel = "N|auto",
            description = "how many, or 'auto' (default: the number that is recorded)")
    @Nullable
    private String replicas;

    CollectionReplicas(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean isNumber = replicas != null && replicas.matches("\\d{1,3}");
        if (replicas != null && !isNumber && !replicas.equals("auto")) {
            throw new ConfigException("--to", "must be a number from 0 to 999, or 'auto', and not '" + replicas + "'");
        }
        Integer number = isNumber ? Integer.valueOf(String.valueOf(replicas)) : null;
        try (Cluster cluster = session.connect()) {
            Maintenance maintenance = new Maintenance(cluster, session.terminal());
            session.print(replicas == null ? maintenance.replicas(name) : maintenance.replicas(name, number));
            return ExitCode.DONE.number();
        }
    }
}
