package dev.leat.app.command;

import dev.leat.app.collection.Maintenance;
import dev.leat.app.collection.Maintenance.Consent;
import dev.leat.elastic.cluster.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat collection wipe}. */
@Command(
        name = "wipe",
        customSynopsis = "leat collection wipe NAME [--yes] [OPTIONS]",
        description =
                "Destroys all documents of a collection, those of its earlier indices too. The collection is there"
                        + " afterwards, empty, with the schema that it records.",
        footer = {
            "",
            "Examples:",
            "  leat collection wipe hits          shows what will be destroyed, and asks for the name",
            "  leat collection wipe hits --yes    for scripts"
        })
final class CollectionWipe implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "a collection")
    private String name = "";

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    CollectionWipe(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Cluster cluster = session.connect()) {
            return session.conclude(
                    new Maintenance(cluster, session.terminal()).wipe(name, yes ? Consent.GIVEN : Consent.ASK));
        }
    }
}
