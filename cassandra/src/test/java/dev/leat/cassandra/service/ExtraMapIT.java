package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assumptions;
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

    @TempDir
    private Path folder;

    private OnePair pair;
    private CqlSession session;
    private String index;

    ExtraMapIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
    }

    @BeforeEach
    void table() {
        pair = new OnePair(cassandra, elasticsearch, folder);
        index = pair.index();
        session = pair.session();
        session.execute("CREATE TABLE things (id text PRIMARY KEY, body text, extra map<text, text>, n int)");
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private PairStatus once() {
        return pair.once(EXTRA);
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
        pair.once(Map.of("version_column", "at", "columns", List.of("body", "n", "at")));
        session.execute("UPDATE things SET body = 'c', at = 2000 WHERE id = '1'");

        pair.once(Map.of("version_column", "at", "columns", List.of("body", "at")));

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
        pair.assertInStep(EXTRA);

        session.execute("UPDATE things SET body = 'c' WHERE id = '1'");
        once();

        assertThat(Json.MAPPER.readTree(source())).isEqualTo(Json.MAPPER.readTree(source.replace("\"b\"", "\"c\"")));
        assertThat(source()).contains("1.10", "123456789012345678901234567890");
        assertThat(elasticsearch.get("/" + index + "/_mapping").body())
                .contains("body")
                .doesNotContain("\"extra\":");
        pair.assertInStep(EXTRA);
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
        pair.assertInStep(EXTRA);

        document("{\"id\":\"1\",\"c\":\"y\",\"d\":{\"x\":2,\"y\":1}}");
        once();
        assertThat(extra()).containsOnly(Map.entry("c", "\"y\""), Map.entry("d", "{\"x\":2,\"y\":1}"));
        pair.assertInStep(EXTRA);

        document("{\"id\":\"1\"}");
        once();
        assertThat(extra()).isEmpty();
        pair.assertInStep(EXTRA);
    }

    @Test
    void whatDocumentsHadBeforeIsBroughtOverFirst() {
        document("{\"id\":\"1\",\"body\":\"b\",\"own\":1}");
        pair.once(Map.of());
        assertThat(extra()).isEmpty();

        pair.once(Map.of("name", index + "-2", "new_fields", "extra_map", "direction", "to_table"));

        assertThat(extra()).containsOnly(Map.entry("own", "1"));
        session.execute("UPDATE things SET body = 'c' WHERE id = '1'");
        Map<String, String> both = Map.of("name", index + "-2", "new_fields", "extra_map");
        pair.once(both);
        assertThat(source()).contains("\"own\":1", "\"c\"");
        pair.assertInStep(both);
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

    @Test
    void refusesAnIndexThatRebuildsVectorsOfTheMap() {
        Assumptions.assumeThat(elasticsearch.versionNumber()).startsWith("9.");
        String vector = "{\"type\":\"dense_vector\",\"dims\":2}";
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"o\":{\"properties\":{\"v\":" + vector + "}}}}}")
                .orFail();

        pair.once(Map.of());
        try (SyncService service = pair.service(EXTRA)) {
            assertThatThrownBy(service::once)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("does not keep the vectors [o] as they are written");
        }
    }

    private void assertRefused(String column, String message) {
        Map<String, String> refused = Map.of("new_fields", "extra_map", "extra_column", column);
        try (SyncService service = pair.service(refused)) {
            assertThatThrownBy(service::once)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("pair " + index + ": extra_column: " + message);
        }
    }
}
