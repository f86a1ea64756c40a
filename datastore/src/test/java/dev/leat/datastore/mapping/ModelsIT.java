package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.mapping.Everything.Colour;
import dev.leat.datastore.mapping.Everything.Part;
import dev.leat.datastore.mapping.Everything.Point;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the mapping of a class promises, asked of a real node. */
@WithElasticsearch
@Tag("smoke")
@Timeout(120)
class ModelsIT {
    private static final String HOSTILE = "'];ctx.op='delete'//\"{}[]\\ ä😀";

    private final DocumentType<Everything> type = DocumentType.of(Everything.class);
    private TestElasticsearch elasticsearch;

    @BeforeEach
    void takeNode(TestElasticsearch node) {
        elasticsearch = node;
    }

    private static Everything document(String id) throws UnknownHostException {
        return new Everything(
                id,
                "Blue Whale",
                "The quick brown fox",
                "A Tale of Two Cities",
                9_007_199_254_740_993L,
                -5L,
                2_000_000_000,
                (short) -300,
                (byte) 100,
                1.25,
                0.5f,
                true,
                Instant.parse("2026-11-21T03:00:00.123456789Z"),
                LocalDate.of(2026, 11, 20),
                OffsetDateTime.parse("0001-01-01T00:00:00Z"),
                InetAddress.getByName("2001:db8::1"),
                "192.0.2.7",
                new UUID(1, 2),
                URI.create("https://example.org/a?b=c"),
                Colour.DARK_BLUE,
                new BigDecimal("12345678901234567890.10"),
                42,
                "zebra crossing",
                "gathering storm",
                "hidden",
                "large",
                List.of("x", "y"),
                Set.of(Colour.RED),
                new Part("wheel", 4),
                List.of(new Part("left", 1), new Part("right", 2)),
                List.of(new Part("first", 10), new Part("second", 20)),
                Map.of("plain", "value", "deep", Map.of("inner", List.of(1L, "two")), HOSTILE, HOSTILE),
                Map.of("views", 7L, "by.country", 3L, HOSTILE, 9L),
                Map.of("front", new Part("door", 2)),
                Map.of("text", "free text", "number", 5L, "deep", Map.of("flag", true)),
                Map.of("anything", List.of(1L, Map.of("goes", "here"))),
                new Part("archived", 1),
                new Point(48.2, 16.4),
                List.of(0.5f, 0.25f, 1f),
                Map.of("gte", 10, "lte", 20),
                Map.of("unknown", Map.of("kept", List.of(1L, 2L))));
    }

    @Test
    void everyFieldOfEveryKindIsStoredFoundAndReadBack() throws Exception {
        String index = create(type.mapping());
        Everything document = document("one/ä");

        put(index, "one/ä", type.encode(document));
        put(index, "other", type.encode(other()));

        JsonNode stored = read(index, "one/ä");
        assertThat(type.decode("one/ä", stored.toString().getBytes(UTF_8))).isEqualTo(document);
        List<String> notFound = new ArrayList<>();
        queries().forEach((name, query) -> {
            if (!idsOf(index, query).equals(List.of("one/ä"))) {
                notFound.add(name + ": " + idsOf(index, query));
            }
        });
        assertThat(notFound).isEmpty();
    }

    /** Something of everything, and none of what the other one is found by. */
    private static Everything other() throws UnknownHostException {
        Everything one = document("other");
        return new Everything(
                one.id(),
                "w",
                "words",
                "t",
                1,
                null,
                1,
                (short) 1,
                (byte) 1,
                1,
                1,
                false,
                Instant.EPOCH,
                LocalDate.EPOCH,
                OffsetDateTime.parse("9999-12-31T23:59:59.999999999Z"),
                InetAddress.getByName("2001:db9::1"),
                "::2",
                new UUID(3, 4),
                URI.create("urn:x"),
                Colour.RED,
                BigDecimal.ONE,
                1,
                "c",
                null,
                "s",
                "b",
                List.of(),
                Set.of(),
                new Part("p", null),
                List.of(),
                List.of(new Part("first", 20)),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static Map<String, ObjectNode> queries() {
        Map<String, ObjectNode> queries = new LinkedHashMap<>();
        queries.put("word", term("word", "Blue Whale"));
        queries.put("words", match("words", "FOX"));
        queries.put("title", match("title", "cities"));
        queries.put("title.keyword", term("title.keyword", "A Tale of Two Cities"));
        queries.put("whole", term("whole", "9007199254740993"));
        queries.put("boxed", term("boxed", "-5"));
        queries.put("integer", term("integer", "2000000000"));
        queries.put("small", term("small", "-300"));
        queries.put("tiny", term("tiny", "100"));
        queries.put("decimal", term("decimal", "1.25"));
        queries.put("single", term("single", "0.5"));
        queries.put("flag", term("flag", "true"));
        queries.put("at", term("at", "2026-11-21T03:00:00.123Z"));
        queries.put("@day", term("@day", "2026-11-20"));
        queries.put("offset", term("offset", "0001-01-01T00:00:00.000Z"));
        queries.put("address", term("address", "2001:db8::/64"));
        queries.put("ip", term("ip", "192.0.2.0/24"));
        queries.put("uuid", term("uuid", "00000000-0000-0001-0000-000000000002"));
        queries.put("uri", term("uri", "https://example.org/a?b=c"));
        queries.put("colour", term("colour", "dark_blue"));
        queries.put("amount", term("amount", "12345678901234567890.10"));
        queries.put("number", term("number", "42"));
        queries.put("_leat.text", match("_leat.text", "zebra"));
        queries.put("all", match("all", "storm"));
        queries.put("bulky", term("bulky", "large"));
        queries.put("tags", term("tags", "y"));
        queries.put("colours", term("colours", "red"));
        queries.put("part.name", term("part.name", "wheel"));
        queries.put("part.count", term("part.count", "4"));
        queries.put("parts.name", term("parts.name", "right"));
        queries.put("nested", nested(term("nested.name", "first"), term("nested.count", "10")));
        queries.put("labels.plain", term("labels.plain", "value"));
        queries.put("labels.deep.inner", term("labels.deep.inner", "two"));
        queries.put("labels.HOSTILE", term("labels." + HOSTILE, HOSTILE));
        queries.put("counts.views", term("counts.views", "7"));
        queries.put("counts.by.country", term("counts.by.country", "3"));
        queries.put("counts.HOSTILE", term("counts." + HOSTILE, "9"));
        queries.put("named.front.name", term("named.front.name", "door"));
        queries.put("named.front.count", term("named.front.count", "2"));
        queries.put("free.text", term("free.text", "free text"));
        queries.put("free.number", term("free.number", "5"));
        queries.put("free.deep.flag", term("free.deep.flag", "true"));
        queries.put("range", term("range", "15"));
        queries.put("place", exists("place"));
        queries.put("vector", exists("vector"));
        return queries;
    }

    @Test
    void whatIsNotIndexedIsNotFound() throws Exception {
        String index = create(type.mapping());
        put(index, "1", type.encode(document("1")));

        assertThat(search(index, term("secret", "hidden")).at("/status").asInt())
                .isEqualTo(400);
        assertThat(idsOf(index, term("archived.name", "archived"))).isEmpty();
        assertThat(idsOf(index, exists("blob"))).isEmpty();
        assertThat(idsOf(index, exists("unknown"))).isEmpty();
    }

    @Test
    void theNodeHasTheMappingAsItWasMade() throws Exception {
        String index = create(type.mapping());
        JsonNode before = mappingOf(index);

        elasticsearch.put("/" + index + "/_mapping", type.mapping().toString()).orFail();

        assertThat(mappingOf(index)).isEqualTo(before);
        assertThat(before.at("/properties/nested/properties/name"))
                .isEqualTo(type.mapping().at("/properties/nested/properties/name"));
    }

    record Small(@Id String id, String name) {}

    @Test
    void aFieldThatTheClassDoesNotDeclareIsRefusedByTheNode() {
        String index = create(DocumentType.of(Small.class).mapping());

        TestElasticsearch.Response response =
                elasticsearch.put("/" + index + "/_doc/1", "{\"name\":\"a\",\"nmae\":\"b\"}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("strict_dynamic_mapping_exception", "nmae");
    }

    @Test
    void theHiddenFieldTakesWhateverWeKeepThere() {
        String index = create(DocumentType.of(Small.class).mapping());

        elasticsearch
                .put(
                        "/" + index + "/_doc/1",
                        "{\"name\":\"a\",\"_leat\":{\"ops\":[{\"id\":\"x\",\"at\":1},\"y\"],\"new\":1}}")
                .orFail();
        elasticsearch
                .put("/" + index + "/_doc/2", "{\"name\":\"a\",\"_leat\":{\"ops\":{\"x\":1}}}")
                .orFail();

        assertThat(elasticsearch.count(index)).isEqualTo(2);
    }

    private String create(ObjectNode mapping) {
        String index = elasticsearch.uniqueIndex("models");
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("mappings", mapping);
        if (elasticsearch.versionNumber().startsWith("9.")) {
            body.putObject("settings").put("index.mapping.exclude_source_vectors", false);
        }
        elasticsearch.put("/" + index, body.toString()).orFail();
        return index;
    }

    private JsonNode mappingOf(String index) {
        return Json.MAPPER
                .readTree(elasticsearch.get("/" + index + "/_mapping").orFail().body())
                .at("/" + index + "/mappings");
    }

    private void put(String index, String id, byte[] source) {
        elasticsearch
                .send("PUT", "/" + index + "/_doc/" + encoded(id) + "?refresh=true", "application/json", source)
                .orFail();
    }

    private JsonNode read(String index, String id) {
        return Json.MAPPER
                .readTree(elasticsearch
                        .get("/" + index + "/_doc/" + encoded(id))
                        .orFail()
                        .body())
                .path("_source");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, UTF_8);
    }

    private JsonNode search(String index, ObjectNode query) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("query", query);
        return Json.MAPPER.readTree(
                elasticsearch.post("/" + index + "/_search", body.toString()).body());
    }

    private List<String> idsOf(String index, ObjectNode query) {
        List<String> ids = new ArrayList<>();
        JsonNode answer = search(index, query);
        answer.at("/hits/hits").forEach(hit -> ids.add(hit.path("_id").stringValue()));
        return answer.has("error") ? List.of(answer.toString()) : ids;
    }

    private static ObjectNode query(String kind, String field, String value) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        query.putObject(kind).put(field, value);
        return query;
    }

    private static ObjectNode term(String field, String value) {
        return query("term", field, value);
    }

    private static ObjectNode match(String field, String text) {
        return query("match", field, text);
    }

    private static ObjectNode exists(String field) {
        return query("exists", "field", field);
    }

    private static ObjectNode nested(ObjectNode... queries) {
        ObjectNode nested = Json.MAPPER.createObjectNode();
        ObjectNode body = nested.putObject("nested").put("path", "nested");
        body.putObject("query").putObject("bool").putArray("filter").addAll(List.of(queries));
        return nested;
    }
}
