package dev.leat.app.collection;

import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Terminal;
import dev.leat.datastore.schema.CollectionSchema;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaPlan;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the collections of a cluster differ from schemas. */
public final class SchemaComparison {

    private final List<SchemaPlan> plans;

    private SchemaComparison(List<SchemaPlan> plans) {
        this.plans = plans;
    }

    /**
     * Compares; changes nothing.
     *
     * @param file schemas; null for those that the collections record
     * @param only names of collections to confine it to; all when empty
     */
    public static SchemaComparison of(Cluster cluster, @Nullable Path file, List<String> only, Terminal terminal)
            throws IOException {
        KnownCollections collections = new KnownCollections(cluster);
        List<SchemaPlan> plans = new ArrayList<>();
        for (Schema schema : collections.wanted(file, only, terminal::note)) {
            collections.find(schema.collection()); // refuses what is no collection
            plans.add(new CollectionSchema(cluster, schema).plan());
        }
        return new SchemaComparison(plans);
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return plans.stream().allMatch(SchemaPlan::isEmpty);
    }

    /** Prints each collection with its differences. */
    public void print(Terminal terminal, Summary.Format format) {
        switch (format) {
            case JSON ->
                new Summary()
                        .addForPrograms("differs", !isEmpty())
                        .addForPrograms(
                                "collections",
                                plans.stream()
                                        .map(plan -> Json.MAPPER.readTree(plan.toJson()))
                                        .toList())
                        .print(terminal.out(), format);
            case TABLE -> plans.forEach(plan -> terminal.out().println(plan));
        }
    }
}
