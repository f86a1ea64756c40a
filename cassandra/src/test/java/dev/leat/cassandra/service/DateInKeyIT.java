package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.leat.cassandra.config.SeedFile;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As PyCassElastic advises: the date is a clustering column, so that every row is one version of something. */
@WithCassandra
@WithElasticsearch
class DateInKeyIT {

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final String keyspace;
    private final String index;
    private final Cluster cluster;
    private final CqlSession session;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @TempDir
    private Path folder;

    DateInKeyIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.keyspace = cassandra.createKeyspace("dated");
        this.index = elasticsearch.uniqueIndex("dated");
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
        this.session = Sessions.open(cassandra, keyspace);
    }

    @BeforeEach
    void table() {
        session.execute("CREATE TABLE bogus (id text, date timestamp, version bigint, text text, source text,"
                + " PRIMARY KEY (id, date)) WITH CLUSTERING ORDER BY (date DESC)");
    }

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private SyncConfig config(boolean filterDate, @Nullable Instant startingPoint) {
        String text = """
                {"period": 1, "cassandra": {"url": ["%s"], "keyspace": "%s"}, "elasticsearch": {"url": ["%s"]},
                 "syncs": [{"name": "%s", "id_col": "id", "date_col": "date", "filter_date": %b, "version_col": "version",
                   "ignore_same_source": true, "cassandra": {"table": "bogus", "source_id": "cassandra"},
                   "elasticsearch": {"index": "%s", "type": "bogusdoc", "source_id": "Elastic"}}]}
                """.formatted(cassandra.contactPoint(), keyspace, elasticsearch.url(), index, filterDate, index);
        return SeedFile.read("config.json", text, startingPoint);
    }

    private void row(String id, Instant date, String text) {
        session.execute(
                "INSERT INTO bogus (id, date, version, text, source) VALUES (?, ?, ?, ?, 'cassandra')",
                id,
                date,
                date.toEpochMilli(),
                text);
    }

    private void document(String id, Instant date, String text, long version) {
        String source = """
                {"id":"%s","date":"%s","version":%d,"text":"%s","source":"Elastic"}
                """.formatted(id, date, version, text);
        elasticsearch
                .put("/" + index + "/_doc/" + Request.segment(key(id, date)), source)
                .orFail();
    }

    private static String key(String id, Instant date) {
        return "[\"" + id + "\",\"" + String.format("%tFT%<tT.%<tLZ", date.atOffset(java.time.ZoneOffset.UTC)) + "\"]";
    }

    private PairStatus once(SyncConfig config) {
        try (SyncService service = new SyncService(config, cluster, "test", folder)) {
            PairStatus status = service.once().pairs().getFirst();
            assertThat(status.lastError()).isNull();
            assertThat(status.deadLetters()).isZero();
            return status;
        }
    }

    private void assertInStep(SyncConfig config, Map<String, String> expected) {
        assertThat(rows()).isEqualTo(expected);
        assertThat(documents()).isEqualTo(expected);
        PairStatus again = once(config);
        assertThat(again.rowsChanged() + again.documentsChanged()).as("an echo").isZero();
        try (SyncService service = new SyncService(config, cluster, "other", folder)) {
            assertThat(service.verify(10, Progress.none()).values())
                    .allSatisfy(found -> assertThat(found.differences()).isEmpty());
        }
    }

    private Map<String, String> rows() {
        Map<String, String> texts = new TreeMap<>();
        session.execute("SELECT id, date, text FROM bogus")
                .forEach(row -> texts.put(
                        key(Objects.requireNonNull(row.getString(0)), Objects.requireNonNull(row.getInstant(1))),
                        row.getString(2)));
        return texts;
    }

    private Map<String, String> documents() {
        elasticsearch.refresh(index);
        Map<String, String> texts = new TreeMap<>();
        Json.MAPPER
                .readTree(elasticsearch
                        .get("/" + index + "/_search?size=100")
                        .orFail()
                        .body())
                .path("hits")
                .path("hits")
                .forEach(hit -> texts.put(
                        hit.path("_id").asString(),
                        hit.path("_source").path("text").asString()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyVersionIsADocumentOfItsOwn(boolean filterDate) {
        SyncConfig config = config(filterDate, null);
        Instant old = now.minusSeconds(600);
        row("a", old, "first");
        row("b", old, "only");
        once(config);
        Map<String, String> expected = new TreeMap<>(Map.of(key("a", old), "first", key("b", old), "only"));
        assertInStep(config, expected);

        Instant later = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        row("a", later, "second");
        document("b", later, "from Elasticsearch", later.toEpochMilli());
        document("c", old, "backdated", old.toEpochMilli());
        document("a", old, "edited", later.toEpochMilli());
        once(config);

        expected.put(key("a", later), "second");
        expected.put(key("b", later), "from Elasticsearch");
        expected.put(key("c", old), "backdated");
        expected.put(key("a", old), "edited");
        assertInStep(config, expected);
    }

    @Test
    void beginsWhereTheSeedLeftOff() {
        SyncConfig config = config(true, now.minusSeconds(300));
        row("a", now.minusSeconds(600), "older than the last run");
        row("a", now, "newer");

        once(config);

        assertThat(documents()).containsExactly(Map.entry(key("a", now), "newer"));
    }
}
