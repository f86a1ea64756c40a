package dev.leat.cassandra.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.elastic.Json;
import dev.leat.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsMapTest {

    private static final Column ID = new Column("id", ScalarType.TEXT, Kind.PARTITION_KEY);
    private static final Column BODY = new Column("body", ScalarType.TEXT, Kind.REGULAR);
    private static final CqlType FIELDS = new FieldsMap(Set.of("id", "body"), false);

    /** As the driver has it. */
    private static @Nullable String text(Map<String, String> entries) {
        return FIELDS.text(TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.TEXT).encode(entries, ProtocolVersion.DEFAULT));
    }

    private static @Nullable Map<String, String> entries(String json) {
        return TypeCodecs.mapOf(TypeCodecs.TEXT, TypeCodecs.TEXT).decode(FIELDS.bytes(json), ProtocolVersion.DEFAULT);
    }

    @Test
    void holdsTheJsonOfEveryField() {
        String fields =
                "{ \"n\": 1.10, \"o\": {\"b\": [1e3, -0.0, null], \"a\": \"\\u0041\\n\"}, \"\": [], \"x.y\": true }";

        assertThat(entries(fields))
                .containsOnly(
                        Map.entry("n", "1.10"),
                        Map.entry("o", "{\"a\":\"A\\n\",\"b\":[1e3,-0.0,null]}"),
                        Map.entry("", "[]"),
                        Map.entry("x.y", "true"));
        assertThat(FIELDS.canonical(fields))
                .isEqualTo("{\"\":[],\"n\":1.10,\"o\":{\"a\":\"A\\n\",\"b\":[1e3,-0.0,null]},\"x.y\":true}");
    }

    @Test
    void understandsEntriesInAnySpelling() {
        assertThat(text(Map.of("o", " {\"b\" : 1,\n \"a\" : \"\\u00fc\"}"))).isEqualTo("{\"o\":{\"a\":\"ü\",\"b\":1}}");
    }

    @Test
    void isNothingWhenItIsEmpty() {
        assertThat(text(Map.of())).isNull();
        assertThat(FIELDS.bytes("{}")).isNull();
        assertThat(new FieldsMap(Set.of(), true).bytes("{}")).isNull();
    }

    @Test
    void comesBackAsItWas(TestInfo test) {
        Seeds seed = Seeds.of(test);
        RandomGenerator random = seed.random();
        for (int i = 0; i < 500; i++) {
            Map<String, Object> fields = new TreeMap<>();
            for (int field = 1 + random.nextInt(5); field > 0; field--) {
                fields.put("f" + random.nextInt(), value(random, 4));
            }
            String json = Json.MAPPER.writeValueAsString(fields);

            String canonical = Objects.requireNonNull(FIELDS.canonical(json));

            assertThat(Json.MAPPER.readTree(canonical)).as(seed.toString()).isEqualTo(Json.MAPPER.readTree(json));
            assertThat(FIELDS.text(FIELDS.bytes(canonical))).isEqualTo(canonical);
        }
    }

    private static Object value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            case 3 -> "ü\"\\\n" + random.nextInt();
            case 4 -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    elements.add(value(random, depth - 1));
                }
                yield elements;
            }
            default -> Map.of("a" + random.nextInt(3), value(random, depth - 1), "b", value(random, depth - 1));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "{", "1 2", "'a'"})
    void refusesWhatIsNoJsonWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> text(Map.of("x", text)))
                .isInstanceOf(UnmappableException.class)
                .hasMessage("the entry \"x\" is not JSON; a text has its quotes there");
    }

    @Test
    void leavesTheNamesOfColumnsToThese() {
        String message =
                "the entry \"body\" has the name of a field that is not among these; take it out, or write that"
                        + " column";
        assertThatThrownBy(() -> text(Map.of("body", "1"))).hasMessage(message);
        assertThatThrownBy(() -> FIELDS.bytes("{\"body\":1}")).hasMessage(message);
    }

    private static TableShape shape(CqlType extra, Kind kind) {
        return new TableShape("shop", "things", List.of(ID), List.of(BODY, new Column("extra", extra, kind)), false);
    }

    @Test
    void isMadeOfAMapOfTexts() {
        TableShape shape = shape(new CqlTypes.MapOf(ScalarType.TEXT, ScalarType.TEXT, false), Kind.REGULAR)
                .withFieldsIn("extra", Set.of("source"));

        assertThat(shape.findFields())
                .contains(new Column("extra", new FieldsMap(Set.of("id", "body", "source"), false), Kind.REGULAR));
        assertThat(shape.ownColumns()).containsExactly(ID, BODY);
        assertThat(IndexMapping.of(shape, Map.of())).doesNotContain("extra");
    }

    @Test
    void isMadeOfNothingElse() {
        CqlType map = new CqlTypes.MapOf(ScalarType.TEXT, ScalarType.TEXT, false);
        CqlType numbers = new CqlTypes.MapOf(ScalarType.TEXT, ScalarType.INT, false);

        assertThatThrownBy(() -> shape(numbers, Kind.REGULAR).withFieldsIn("extra", Set.of()))
                .hasMessage("the column \"extra\" of shop.things is of type map<text, int>");
        assertThatThrownBy(() -> shape(map, Kind.STATIC).withFieldsIn("extra", Set.of()))
                .hasMessage("the column \"extra\" of shop.things is of type static map<text, text>");
        assertThatThrownBy(() -> shape(map, Kind.REGULAR).withFieldsIn("more", Set.of()))
                .hasMessage("the table shop.things has no column \"more\"");
        assertThatThrownBy(() -> shape(map, Kind.REGULAR).withFieldsIn("id", Set.of()))
                .hasMessage("the table shop.things has no column \"id\"");
    }
}
