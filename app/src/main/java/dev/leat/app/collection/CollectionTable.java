package dev.leat.app.collection;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.app.terminal.Terminal;
import dev.leat.datastore.schema.CollectionCatalog;
import dev.leat.datastore.schema.CollectionState;
import dev.leat.datastore.schema.CollectionState.Kind;
import dev.leat.datastore.schema.PendingMigration;
import dev.leat.elastic.cluster.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All collections of a cluster, as a table or as JSON. */
public final class CollectionTable {

    private final List<CollectionState> states;

    private CollectionTable(List<CollectionState> states) {
        this.states = states;
    }

    /** The collections of the cluster as they are now. */
    public static CollectionTable of(Cluster cluster) {
        return new CollectionTable(new CollectionCatalog(cluster).list());
    }

    /** Prints it: a row for each collection. */
    public void print(Terminal terminal, Summary.Format format) {
        switch (format) {
            case JSON ->
                new Summary()
                        .addForPrograms(
                                "collections",
                                states.stream().map(CollectionTable::json).toList())
                        .print(terminal.out(), format);
            case TABLE -> printTable(terminal);
        }
    }

    private void printTable(Terminal terminal) {
        if (states.isEmpty()) {
            terminal.note("There are no collections in this cluster.");
            return;
        }
        Table table = new Table(List.of(
                "collection", "index", "documents", "size", "shards", "replicas", "schema", "archive", "migration"));
        for (CollectionState state : states) {
            boolean isOurs = state.recorded() != null;
            Long documents = state.documents();
            Long bytes = state.bytes();
            Long archived = state.archived();
            table.add(
                    state.collection(),
                    state.index() == null ? "none" : state.index(),
                    documents == null ? "?" : Quantity.count(documents),
                    bytes == null ? "?" : Quantity.bytes(bytes),
                    isOurs ? Integer.toString(state.shards()) : "?",
                    isOurs ? state.replicas() + (state.autoReplicas() ? " (auto)" : "") : "?",
                    word(state.kind()),
                    archived == null ? "none" : Quantity.count(archived),
                    migration(state.pending()));
        }
        table.print(terminal.out());
    }

    private static String migration(@Nullable PendingMigration pending) {
        return pending == null ? "" : "to " + pending.to() + ", " + pending.step();
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> json(CollectionState state) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        boolean isOurs = state.recorded() != null;
        json.put("collection", state.collection());
        json.put("index", state.index());
        json.put("documents", state.documents());
        json.put("bytes", state.bytes());
        json.put("shards", isOurs ? state.shards() : null);
        json.put("replicas", isOurs ? state.replicas() : null);
        json.put("replicas_auto", isOurs ? state.autoReplicas() : null);
        json.put("schema", word(state.kind()));
        PendingMigration pending = state.pending();
        if (pending == null) {
            json.put("migration", null);
        } else {
            Map<String, String> migration = new LinkedHashMap<>();
            migration.put("step", pending.step());
            migration.put("from", pending.from());
            migration.put("to", pending.to());
            json.put("migration", migration);
        }
        json.put("archived_documents", state.archived());
        json.put("other_indices", state.others());
        return json;
    }
}
