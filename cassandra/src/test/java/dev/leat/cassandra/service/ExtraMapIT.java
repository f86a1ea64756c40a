package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.config.SyncSection;
import dev.leat.cassandra.sync.Event;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields that are in no column, on real servers: into the map, back into documents, entry by entry. */
@WithCassandra
@WithElasticsearch
class ExtraMapIT {

    private static final Map<String, String> EXTRA = Map.of("new_fields", "extra_map");

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final String index;
    private final Cluster cluster;
    private final CqlSession session;

    @TempDir
    private Path folder;

    ExtraMapIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("extra");
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
        this.session = Sessions.open(cassandra, cassandra.createKeyspace("extra"));
    }

    @BeforeEach
    void table() {
        session.execute("CREATE TABLE things (id text PRIMARY KEY, body text, extra map<text, text>, n int)");
    }

    @AfterEach
    void close() {
        session.close();
        cluster.close();
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

    private PairStatus once() {
        return once(EXTRA);
    }

    private PairStatus once(Map<String, ?> more) {
        try (SyncService service = new SyncService(config(more), cluster, "one", folder)) {
            PairStatus status = service.once().pairs().getFirst();
            assertThat(status.lastError()).isNull();
            return status;
        }
    }

    private void assertInStep() {
        assertInStep(EXTRA);
    }

    private void assertInStep(Map<String, ?> more) {
        PairStatus again = once(more);
        assertThat(again.count(Event.ROW_WRITTEN) + again.count(Event.DOCUMENT_WRITTEN))
                .as("an echo")
                .isZero();
        try (SyncService service = new SyncService(config(more), cluster, "two", folder)) {
            assertThat(service.verify(10, Progress.none()).values())
                    .allSatisfy(found -> assertThat(found.differences()).isEmpty());
        }
    }

    private void document(String source) {
        elasticsearch.put("/" + index + "/_doc/1", source).orFail();
    }

    private String source() {
        return elasticsearch.get("/" + index + "/_source/1").orFail().body();
    }

    private Map<String, String> extra() {
        Row row = Objects.requireNonNull(
                session.execute("SELECT extra FROM things WHERE id = '1'").one());
        return Objects.requireNonNull(row.getMap("extra", String.class, String.class));
    }

    @Test
    void theFieldOfAColumnThatIsNotKeptInStepAnyMoreStays() {
        session.execute("ALTER TABLE things ADD at timestamp");
        session.execute("INSERT INTO things (id, body, n, at) VALUES ('1', 'b', 7, 1000)");
        once(Map.of("version_column", "at", "columns", List.of("body", "n", "at")));
        session.execute("UPDATE things SET body = 'c', at = 2000 WHERE id = '1'");

        once(Map.of("version_column", "at", "columns", List.of("body", "at")));

        assertThat(Json.MAPPER.readTree(source()).path("body").asString()).isEqualTo("c");
        assertThat(Json.MAPPER.readTree(source()).path("n").asInt()).isEqualTo(7);
    }

    @Test
    void fieldsGoIntoTheMapAndBackWithoutLoss() {
        once();
        String source = """
                {"id": "1", "body": "b", "price": 1.10, "big": 123456789012345678901234567890, "o": {"z": [1, {"y": null}],
                 "a": "\\u00fc\\"\\n"}, "none": null, "empty": [], "extra": "its own name", "x.y": true}""";
        document(source);

        once();

        assertThat(extra())
                .containsOnly(
                        Map.entry("price", "1.10"),
                        Map.entry("big", "123456789012345678901234567890"),
                        Map.entry("o", "{\"a\":\"ü\\\"\\n\",\"z\":[1,{\"y\":null}]}"),
                        Map.entry("none", "null"),
                        Map.entry("empty", "[]"),
                        Map.entry("extra", "\"its own name\""),
                        Map.entry("x.y", "true"));
        assertInStep();

        session.execute("UPDATE things SET body = 'c' WHERE id = '1'");
        once();

        assertThat(Json.MAPPER.readTree(source())).isEqualTo(Json.MAPPER.readTree(source.replace("\"b\"", "\"c\"")));
        assertThat(source()).contains("1.10", "123456789012345678901234567890");
        assertThat(elasticsearch.get("/" + index + "/_mapping").body())
                .contains("body")
                .doesNotContain("\"extra\":");
        assertInStep();
    }

    @Test
    void singleEntriesComeAndGoOnBothSides() {
        session.execute("INSERT INTO things (id, extra) VALUES ('1', {'a': '1', 'b': '[ 1, 2 ]', 'c': '\"x\"'})");
        once();
        assertThat(Json.MAPPER.readTree(source()))
                .isEqualTo(Json.MAPPER.readTree("{\"id\":\"1\",\"a\":1,\"b\":[1,2],\"c\":\"x\"}"));

        session.execute("DELETE extra['a'] FROM things WHERE id = '1'");
        session.execute("UPDATE things SET extra['d'] = '{ \"y\" : 1 , \"x\" : 2 }' WHERE id = '1'");
        once();
        assertThat(Json.MAPPER.readTree(source()))
                .isEqualTo(Json.MAPPER.readTree("{\"id\":\"1\",\"b\":[1,2],\"c\":\"x\",\"d\":{\"x\":2,\"y\":1}}"));
        assertInStep();

        document("{\"id\":\"1\",\"c\":\"y\",\"d\":{\"x\":2,\"y\":1}}");
        once();
        assertThat(extra()).containsOnly(Map.entry("c", "\"y\""), Map.entry("d", "{\"x\":2,\"y\":1}"));
        assertInStep();

        document("{\"id\":\"1\"}");
        once();
        assertThat(extra()).isEmpty();
        assertInStep();
    }

    @Test
    void whatDocumentsHadBeforeIsBroughtOverFirst() {
        document("{\"id\":\"1\",\"body\":\"b\",\"own\":1}");
        once(Map.of());
        assertThat(extra()).isEmpty();

        once(Map.of("name", index + "-2", "new_fields", "extra_map", "direction", "to_table"));

        assertThat(extra()).containsOnly(Map.entry("own", "1"));
        session.execute("UPDATE things SET body = 'c' WHERE id = '1'");
        Map<String, String> both = Map.of("name", index + "-2", "new_fields", "extra_map");
        once(both);
        assertThat(source()).contains("\"own\":1", "\"c\"");
        assertInStep(both);
    }

    @Test
    void anEntryThatIsNoFieldIsADeadLetter() {
        session.execute("INSERT INTO things (id, body, extra) VALUES ('1', 'b', {'body': '\"other\"'})");
        session.execute("INSERT INTO things (id, extra) VALUES ('2', {'a': 'hello'})");

        assertThat(once().deadLetters()).isEqualTo(2);

        elasticsearch.refresh("leat-dead-letters");
        assertThat(elasticsearch
                        .post("/leat-dead-letters/_search", "{\"query\":{\"term\":{\"scope\":\"" + index + "\"}}}")
                        .body())
                .contains("the column extra: the entry \\\"body\\\" has the name of a field that is not among these")
                .contains("the column extra: the entry \\\"a\\\" is not JSON; a text has its quotes there")
                .doesNotContain("hello");
    }

    @Test
    void saysWhichColumnItNeeds() {
        String table = session.getKeyspace().orElseThrow().asInternal() + ".things";
        assertRefused(
                "more",
                "the table " + table
                        + " has no column \"more\"; name a column of type map<text, text>, or add one: ALTER"
                        + " TABLE " + table + " ADD more map<text, text>");
        assertRefused(
                "n",
                "the column \"n\" of " + table
                        + " is of type int; name a column of type map<text, text>, or add one: ALTER" + " TABLE "
                        + table + " ADD extra_fields map<text, text>");
    }

    private void assertRefused(String column, String message) {
        Map<String, String> refused = Map.of("new_fields", "extra_map", "extra_column", column);
        try (SyncService service = new SyncService(config(refused), cluster, "one", folder)) {
            assertThatThrownBy(service::once)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("pair " + index + ": extra_column: " + message);
        }
    }
}
