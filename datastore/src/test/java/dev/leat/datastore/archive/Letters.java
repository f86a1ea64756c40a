package dev.leat.datastore.archive;

import dev.leat.datastore.BulkPlan;
import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.Match;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.Searches;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Indices;
import dev.leat.testing.TestElasticsearch;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A collection of letters with its archive, for one test. */
final class Letters implements AutoCloseable {

    static final Query OLD = Query.lucene("year:<2000");

    final TestElasticsearch node;
    final String name;
    final Cluster cluster;
    final Datastore datastore;
    final Collection<Letter> collection;

    Letters(TestElasticsearch node) {
        this.node = node;
        this.name = node.uniqueIndex("letters");
        this.cluster = Cluster.connect(ClusterSettings.of(node.url().toString()));
        this.datastore = Datastore.of(cluster);
        this.collection = datastore.register(name, Letter.class);
    }

    /** An archive of its own, as of another process. */
    Archive<Letter> archive(Consumer<String> witness) {
        return archive(cluster, collection, witness);
    }

    static Archive<Letter> archive(Cluster cluster, Collection<Letter> collection, Consumer<String> witness) {
        DocumentType<Letter> type = collection.type();
        return new Archive<>(
                cluster,
                collection.schema(),
                type,
                Searches.of(cluster, collection.name(), type),
                InstantSource.system(),
                witness);
    }

    void save(int from, int to, int year) {
        BulkPlan<Letter> plan = collection.bulkPlan();
        for (int i = from; i < to; i++) {
            plan.save(Letter.of("l" + i, year));
        }
        plan.run().orThrow();
        collection.commit();
    }

    /** Counts of the three tiers, all of it refreshed. */
    List<Long> counts() {
        collection.commit();
        if (new Indices(cluster).exists(name + "-archive")) {
            new Indices(cluster).refresh(name + "-archive");
        }
        return Stream.of(Tier.values())
                .map(tier -> collection.count("*:*", tier))
                .toList();
    }

    List<Letter> archived() {
        counts();
        try (Stream<Match<Letter>> all =
                collection.search(Query.all(), Tier.ARCHIVE).streamMatches()) {
            return all.map(Match::value).toList();
        }
    }

    JsonNode json(String path) {
        return Json.MAPPER.readTree(node.get(path).orFail().body());
    }

    List<String> archiveIndices() {
        return json("/_alias/" + name + "-archive").propertyNames().stream()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        json("/" + name + "*?expand_wildcards=all&filter_path=*.aliases")
                .propertyNames()
                .forEach(index -> node.delete("/" + index));
        cluster.close();
    }
}
