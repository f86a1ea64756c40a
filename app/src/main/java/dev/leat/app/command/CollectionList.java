package dev.leat.app.command;

import dev.leat.app.collection.CollectionTable;
import dev.leat.app.terminal.ExitCode;
import dev.leat.elastic.cluster.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code leat collection list}. */
@Command(
        name = "list",
        customSynopsis = "leat collection list [OPTIONS]",
        description = "Lists the collections of the cluster.",
        footer = {
            "",
            "Example:",
            "  leat collection list --json",
            "",
            "SCHEMA is 'current' when the index is in line with the schema that it records, 'differs' when somebody has",
            "changed it since, 'foreign' when the name belongs to an index that no datastore made under it, 'detached'",
            "when the alias is gone. MIGRATION is one that is under way or was broken off."
        })
final class CollectionList implements Callable<Integer> {

    private final Session session;

    CollectionList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Cluster cluster = session.connect()) {
            CollectionTable.of(cluster).print(session.terminal(), session.format());
            return ExitCode.DONE.number();
        }
    }
}
