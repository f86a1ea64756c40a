package dev.leat.app.collection;

import dev.leat.datastore.schema.CollectionCatalog;
import dev.leat.datastore.schema.CollectionState;
import dev.leat.datastore.schema.CollectionState.Kind;
import dev.leat.datastore.schema.PendingMigration;
import dev.leat.datastore.schema.Schema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Nearest;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the collections that a command is about, and refuses everything that is none. */
final class KnownCollections {

    private final CollectionCatalog catalog;

    KnownCollections(Cluster cluster) {
        this.catalog = new CollectionCatalog(cluster);
    }

    CollectionCatalog catalog() {
        return catalog;
    }

    /** A collection with the schema that it records. */
    record Known(CollectionState state, Schema recorded, String index) {}

    /**
     * The collection of that name.
     *
     * @throws ConfigException when no collection can have that name
     * @throws RejectedException when there is none, or what is there is no collection
     */
    Known require(String name) {
        CollectionState state = catalog.find(name)
                .orElseThrow(() -> new RejectedException(
                        404,
                        "no_such_collection",
                        "there is no collection '" + name + "' in this cluster"
                                + Nearest.suggestion(name, catalog.names()).replace("?", "")
                                + "; 'leat collection list' shows all"));
        return known(state);
    }

    /** The collection of that name, if there is anything of that name. */
    Optional<Known> find(String name) {
        return catalog.find(name).map(KnownCollections::known);
    }

    private static Known known(CollectionState state) {
        Schema recorded = state.recorded();
        String index = state.index();
        if (recorded == null || index == null) {
            throw new RejectedException(409, "foreign_index", describe(state));
        }
        return new Known(state, recorded, index);
    }

    /** Why something is no collection that could be worked with. */
    private static String describe(CollectionState state) {
        String name = state.collection();
        if (state.kind() == Kind.DETACHED) {
            String indices = state.others().isEmpty() ? "an archive" : String.join(", ", state.others());
            return "collection " + name + " has " + indices + " but no alias of its name; point the alias " + name
                    + " at its index";
        }
        String what = name.equals(state.index())
                ? "it is an index, where a collection is an alias"
                : "its alias points at " + state.index() + ", which is not the index of a collection of that name";
        return "'" + name + "' is not a collection: " + what + "; nothing that the datastore has not made is touched";
    }

    /**
     * The schemas to compare with: those of a file, or those that the collections record.
     *
     * @param only names to confine it to; all when empty
     * @param note is told what is left out
     */
    List<Schema> wanted(@Nullable Path file, List<String> only, Consumer<String> note) throws IOException {
        if (file != null) {
            return confine(SchemaFile.read(file), only, file);
        }
        if (!only.isEmpty()) {
            return only.stream().map(name -> require(name).recorded()).toList();
        }
        List<Schema> schemas = new ArrayList<>();
        for (CollectionState state : catalog.list()) {
            Schema recorded = state.recorded();
            if (recorded == null) {
                note.accept("leat: left out: " + describe(state));
            } else {
                schemas.add(recorded);
            }
        }
        return schemas;
    }

    private static List<Schema> confine(List<Schema> schemas, List<String> only, Path file) {
        List<String> names = schemas.stream().map(Schema::collection).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ConfigException(
                        "--only",
                        "there is no schema of '" + name + "' in " + file
                                + Nearest.suggestion(name, names).replace("?", ""));
            }
        }
        return only.isEmpty()
                ? schemas
                : schemas.stream()
                        .filter(schema -> only.contains(schema.collection()))
                        .toList();
    }

    /**
     * Refuses to begin anything while a migration to something else is not ended: the library would give that up.
     *
     * @param wanted the schema that a migration may be heading for; null for none
     */
    static void requireNoMigration(Known known, @Nullable Schema wanted) {
        PendingMigration pending = known.state().pending();
        boolean leadsThere = pending != null
                && wanted != null
                && pending.schema().equals(wanted)
                && !pending.step().equals("abandoning")
                && !pending.step().equals("rollingback");
        if (pending != null && !leadsThere) {
            String name = known.state().collection();
            throw new RejectedException(
                    409,
                    "migration_not_ended",
                    "a migration of collection " + name + " from " + pending.from() + " to " + pending.to()
                            + " is under way or was broken off; 'leat collection reindex " + name
                            + "' goes on with it, and with --rollback takes it back");
        }
    }
}
