package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.mapping.Flattened;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Keyword;
import dev.leat.datastore.mapping.Nested;
import dev.leat.datastore.mapping.Text;
import dev.leat.elastic.Json;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Elasticsearch and Java say the same of random documents and random predicates. */
@WithElasticsearch
class AccessFilterIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int DOCUMENTS = FULL ? 2_000 : 300;
    private static final int PREDICATES = FULL ? 5_000 : 400;

    record Part(@Nullable String name, List<Long> sizes) {}

    record Sample(
            @Id String id,
            @Nullable String word,
            List<String> words,
            @Keyword(normalizer = "lowercase") @Nullable String folded,
            @Keyword(ignoreAbove = 3) @Nullable String brief,
            @Nullable Long whole,
            @Nullable Short small,
            @Nullable Double ratio,
            @Nullable Float single,
            @Nullable Boolean flag,
            @Nullable Instant at,
            @Nullable LocalDate day,
            @Nullable InetAddress address,
            @Nullable Part part,
            List<Part> parts,
            @Nested List<Part> nested,
            @Flattened Map<String, Object> labels,
            @Text @Keyword @Nullable String title) {}

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "A",
            "b",
            "ab",
            "abc",
            "abcd",
            "é",
            "É",
            "zz",
            "ß",
            "\u0130",
            "ſ",
            "\uFFFD",
            "\uD83D\uDE00",
            "true",
            "5");
    private static final List<String> WHOLES = List.of(
            "0",
            "1",
            "-1",
            "5",
            "100",
            "9007199254740992",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808");
    private static final List<String> SMALLS = List.of("0", "1", "-1", "5", "100", "32767");
    private static final List<String> RATIOS = List.of(
            "0.0", "-0.0", "0.1", "0.10000000149011612", "1", "1.5", "-2.25", "1e300", "16777217", "3.4028234e38");
    private static final List<String> SINGLES =
            List.of("0.0", "-0.0", "0.1", "1", "1.5", "-2.25", "16777217", "3.4028234e38");
    private static final List<String> DATES = List.of(
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00.000Z",
            "2026-11-21T00:00:00.000Z",
            "2026-11-21T00:00:00.000123Z",
            "2026-11-21T00:00:00.001Z",
            "2026-11-21T00:00:00.999999999Z",
            "2026-11-21T00:00:01.000Z",
            "2026-11-22T00:00:00.000Z");
    private static final List<String> DAYS = List.of("1969-12-31", "2026-11-21", "2026-11-22");
    private static final List<String> ADDRESSES =
            List.of("10.0.0.1", "10.0.0.2", "192.168.1.1", "::1", "2001:db8::1", "255.255.255.255", "::ffff:10.0.0.1");

    private enum Form {
        TEXT,
        NUMBER,
        FLAG
    }

    /** Values of one field as JSON and as an access filter takes them. */
    private record Pool(String path, Form form, List<String> values) {}

    private static final List<Pool> POOLS = List.of(
            new Pool("word", Form.TEXT, WORDS),
            new Pool("words", Form.TEXT, WORDS),
            new Pool("folded", Form.TEXT, WORDS),
            new Pool("brief", Form.TEXT, WORDS),
            new Pool("whole", Form.NUMBER, WHOLES),
            new Pool("small", Form.NUMBER, SMALLS),
            new Pool("ratio", Form.NUMBER, RATIOS),
            new Pool("single", Form.NUMBER, SINGLES),
            new Pool("flag", Form.FLAG, List.of("true", "false")),
            new Pool("at", Form.TEXT, DATES),
            new Pool("day", Form.TEXT, DAYS),
            new Pool("address", Form.TEXT, ADDRESSES),
            new Pool("part.name", Form.TEXT, WORDS),
            new Pool("part.sizes", Form.NUMBER, WHOLES),
            new Pool("parts.name", Form.TEXT, WORDS),
            new Pool("parts.sizes", Form.NUMBER, WHOLES),
            new Pool("nested.name", Form.TEXT, WORDS),
            new Pool("nested.sizes", Form.NUMBER, WHOLES),
            new Pool("labels.env", Form.TEXT, WORDS),
            new Pool("labels.deep.er", Form.TEXT, WORDS),
            new Pool("title.keyword", Form.TEXT, WORDS));

    @Test
    void elasticsearchAndJavaAgree(TestElasticsearch elasticsearch, TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            sources.put("d" + i, document(random).toString());
        }

        try (var fixture = new SearchFixture<>(elasticsearch, Sample.class, 1)) {
            fixture.saveRaw(sources);
            int telling = 0;
            for (int i = 0; i < PREDICATES; i++) {
                AccessFilter filter = filter(random, 3);
                Set<String> inJava = inJava(fixture, filter, sources);
                assertThat(inElasticsearch(fixture, filter))
                        .as(filter.toString())
                        .isEqualTo(inJava);
                telling += inJava.isEmpty() || inJava.size() == DOCUMENTS ? 0 : 1;
            }
            assertThat(telling).isGreaterThan(PREDICATES / 3);
        }
    }

    private static Set<String> inJava(SearchFixture<Sample> fixture, AccessFilter filter, Map<String, String> sources) {
        AccessScope scope = AccessScope.of(filter, fixture.type());
        return sources.entrySet().stream()
                .filter(entry -> scope.admits(Json.MAPPER.readTree(entry.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> inElasticsearch(SearchFixture<Sample> fixture, AccessFilter filter) {
        ObjectNode body = QueryJson.object();
        body.set("query", AccessScope.of(filter, fixture.type()).query());
        body.put("size", DOCUMENTS);
        body.put("_source", false);
        return new SearchCall(fixture.cluster(), fixture.alias())
                .search(body, SearchCall.Partial.REFUSED).hits().hits().stream()
                        .map(HitReader.RawHit::id)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ObjectNode document(SplittableRandom random) {
        ObjectNode document = QueryJson.object();
        for (Pool pool : POOLS) {
            int dot = pool.path().indexOf('.');
            if (dot < 0) {
                put(document, pool.path(), pool, random);
            }
        }
        if (random.nextInt(3) > 0) {
            document.set("part", part(random));
        }
        for (String list : List.of("parts", "nested")) {
            ArrayNode parts = document.putArray(list);
            for (int i = random.nextInt(4); i > 0; i--) {
                parts.add(part(random));
            }
        }
        if (random.nextBoolean()) {
            put(document, "part.name", POOLS.get(12), random);
        }
        put(document, "title", POOLS.get(20), random);
        ObjectNode labels = document.putObject("labels");
        put(labels, "env", POOLS.get(18), random);
        if (random.nextBoolean()) {
            put(labels, "deep.er", POOLS.get(19), random);
        } else {
            put(labels.putObject("deep"), "er", POOLS.get(19), random);
        }
        return document;
    }

    private static ObjectNode part(SplittableRandom random) {
        ObjectNode part = QueryJson.object();
        put(part, "name", POOLS.get(12), random);
        put(part, "sizes", POOLS.get(13), random);
        return part;
    }

    /** Nothing, null, a value, or a list of values and nulls. */
    private static void put(ObjectNode object, String name, Pool pool, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> object.putNull(name);
            case 1 -> {}
            case 2, 3 -> {
                ArrayNode array = object.putArray(name);
                for (int i = random.nextInt(4); i > 0; i--) {
                    if (random.nextInt(5) == 0) {
                        array.addNull();
                    } else {
                        array.add(json(pool, random));
                    }
                }
            }
            default -> object.set(name, json(pool, random));
        }
    }

    private static tools.jackson.databind.JsonNode json(Pool pool, SplittableRandom random) {
        String value = pool.values().get(random.nextInt(pool.values().size()));
        boolean quoted = pool.form() == Form.TEXT || random.nextInt(6) == 0;
        return quoted ? tools.jackson.databind.node.StringNode.valueOf(value) : Json.MAPPER.readTree(value);
    }

    private static AccessFilter filter(SplittableRandom random, int depth) {
        Pool pool = POOLS.get(random.nextInt(POOLS.size()));
        return switch (random.nextInt(depth == 0 ? 8 : 13)) {
            case 0 -> AccessFilter.exists(pool.path());
            case 1, 2, 3 -> AccessFilter.term(pool.path(), value(pool, random));
            case 4, 5 -> {
                List<Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(pool, random));
                }
                yield AccessFilter.terms(pool.path(), values);
            }
            case 6, 7 ->
                pool.form() == Form.FLAG || pool.path().startsWith("labels")
                        ? AccessFilter.exists(pool.path())
                        : range(pool, random);
            case 8, 9 -> AccessFilter.not(filter(random, depth - 1));
            case 10, 11 -> filter(random, depth - 1).or(filter(random, depth - 1));
            default -> filter(random, depth - 1).and(filter(random, depth - 1));
        };
    }

    private static AccessFilter range(Pool pool, SplittableRandom random) {
        Object value = value(pool, random);
        AccessFilter.Range range = switch (random.nextInt(4)) {
            case 0 -> AccessFilter.from(pool.path(), value);
            case 1 -> AccessFilter.above(pool.path(), value);
            case 2 -> AccessFilter.upTo(pool.path(), value);
            default -> AccessFilter.below(pool.path(), value);
        };
        return switch (random.nextInt(4)) {
            case 0 -> range.from() == null ? range.from(value(pool, random)) : range.upTo(value(pool, random));
            case 1 -> range.from() == null ? range.above(value(pool, random)) : range.below(value(pool, random));
            default -> range;
        };
    }

    private static Object value(Pool pool, SplittableRandom random) {
        String value = pool.values().get(random.nextInt(pool.values().size()));
        if (pool.path().equals("brief") && value.length() > 3) {
            return "abc";
        }
        return switch (pool.form()) {
            case TEXT -> value;
            case NUMBER ->
                value.contains(".") || value.contains("e") ? (Object) Double.valueOf(value) : Long.valueOf(value);
            case FLAG -> Boolean.valueOf(value);
        };
    }
}
