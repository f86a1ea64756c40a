package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.config.SyncSection;
import dev.leat.cassandra.sync.Event;
import dev.leat.elastic.Progress;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code things} of a keyspace of its own and an index, as a pair by the keys of {@code leat.yml}. */
final class OnePair implements AutoCloseable {

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final String index;
    private final Cluster cluster;
    private final CqlSession session;
    private final Path folder;

    OnePair(TestCassandra cassandra, TestElasticsearch elasticsearch, Path folder) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("things");
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
        this.session = Sessions.open(cassandra, cassandra.createKeyspace("things"));
        this.folder = folder;
    }

    String index() {
        return index;
    }

    CqlSession session() {
        return session;
    }

    private SyncConfig config(Map<String, ?> more) {
        Map<String, Object> pair = new HashMap<>(Map.of("name", index, "table", "things", "index", index));
        pair.putAll(more);
        Map<String, Object> values = new HashMap<>();
        values.put("sync.cassandra.contact_points", List.of(cassandra.contactPoint()));
        values.put(
                "sync.cassandra.keyspace", session.getKeyspace().orElseThrow().asInternal());
        values.put("sync.pairs", List.of(pair));
        return SyncSection.read("leat.yml", values, (key, text) -> new Secret(text));
    }

    /** A service with these keys of the pair. */
    SyncService service(Map<String, ?> more) {
        return new SyncService(config(more), cluster, "one", folder);
    }

    /** One cycle, which must go well. */
    PairStatus once(Map<String, ?> more) {
        try (SyncService service = service(more)) {
            PairStatus status = service.once().pairs().getFirst();
            assertThat(status.lastError()).isNull();
            return status;
        }
    }

    void assertInStep(Map<String, ?> more) {
        PairStatus again = once(more);
        assertThat(again.count(Event.ROW_WRITTEN) + again.count(Event.DOCUMENT_WRITTEN))
                .as("an echo")
                .isZero();
        try (SyncService service = service(more)) {
            assertThat(service.verify(10, Progress.none()).values())
                    .allSatisfy(found -> assertThat(found.differences()).isEmpty());
        }
    }

    /** All documents, as Elasticsearch answers a search for them. */
    String documents() {
        elasticsearch.refresh(index);
        return elasticsearch.get("/" + index + "/_search").orFail().body();
    }

    @Override
    public void close() {
        session.close();
        cluster.close();
    }
}
