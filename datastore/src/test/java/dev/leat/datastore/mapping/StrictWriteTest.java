package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.check.Min;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@NullUnmarked
class StrictWriteTest {

    @NullMarked
    record Task(
            @Id String id,
            String title,
            @Nullable Instant due,
            @Min(0) int effort,
            double ratio,
            List<String> tags,
            @Flattened Map<String, Object> labels,
            @Dynamic Map<String, Long> counts,
            @Default("new") String state) {}

    private static final Map<String, Object> NO_LABELS = Map.of();
    private final DocumentType<Task> type = DocumentType.of(Task.class);

    private static Task labelled(Map<String, Object> labels, Map<String, Long> counts) {
        return new Task("t", "title", null, 0, 0, List.of(), labels, counts, "s");
    }

    private List<String> problems(Task task) {
        return type.check(task).stream().map(Problem::toString).toList();
    }

    @Test
    void everyProblemIsNamedWithItsPathAtOnce() {
        Task wrong = new Task(
                "t",
                null,
                Instant.MAX,
                -1,
                Double.NaN,
                Arrays.asList("a", null),
                Map.of("x", List.of(new Object())),
                Map.of("", 1L),
                null);

        assertThat(problems(wrong))
                .containsExactly(
                        "title: is missing; only a component that is @Nullable may be",
                        "due: is a date outside the years 0 to 9999",
                        "effort: is below 0",
                        "ratio: is not a finite number",
                        "tags[1]: is null; a list holds values only",
                        "labels.x[0]: is a java.lang.Object, which has no form in JSON",
                        "counts.: is a key that cannot name a field: empty, or with a dot at an end or two in a row; use"
                                + " @Flattened");
        assertThatThrownBy(() -> type.encode(wrong)).isInstanceOf(InvalidDocumentException.class);
    }

    @Test
    void nullsAreLeftOutAndDefaultsPutIn() {
        Task task = new Task("t", "title", null, 1, 0.5, List.of(), NO_LABELS, Map.of(), null);

        assertThat(new String(type.encode(task), UTF_8))
                .isEqualTo("{\"title\":\"title\",\"effort\":1,\"ratio\":0.5,\"tags\":[],\"labels\":{},\"counts\":{},"
                        + "\"state\":\"new\"}");
        assertThat(type.check(task)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a'];ctx.op='delete'//",
                "\"",
                "\\",
                "a b",
                "{}",
                "../..",
                "_id",
                "ä€😀",
                "\u0001",
                "x\n",
                "*",
                "$",
                "a.b"
            })
    void hostileKeysAreData(String key) {
        Task task = labelled(Map.of(key, Map.of(key, key)), Map.of(key.equals("../..") ? "x" : key, 1L));

        assertThat(problems(task)).isEmpty();
        assertThat(type.decode("t", type.encode(task))).isEqualTo(task);
    }

    @Test
    void keysThatElasticsearchCannotHoldAreRefused() {
        assertThat(problems(labelled(Map.of("a\0b", 1L, "c", Map.of("\0", 2L)), Map.of())))
                .hasSize(2);
        assertThat(problems(labelled(Map.of("k".repeat(20_000), 1L), Map.of())))
                .singleElement()
                .asString()
                .hasSizeLessThan(200)
                .endsWith("…: is a key longer than 16383 bytes");
        assertThat(problems(labelled(
                        NO_LABELS, Map.of(".", 1L, "a.", 1L, ".a", 1L, "a..b", 1L, " ", 1L, "ä".repeat(257), 1L))))
                .hasSize(6);
    }

    @Test
    void aPathInAMessageStaysOnOneLine() {
        assertThat(problems(labelled(Map.of("line\nbreak", new Object()), Map.of())))
                .singleElement()
                .asString()
                .startsWith("labels.line?break: ");
    }

    @Test
    void aMapThatHoldsItselfIsRefused() {
        Map<String, Object> loop = new HashMap<>();
        loop.put("again", loop);
        List<Object> ring = new ArrayList<>();
        ring.add(ring);

        assertThat(problems(labelled(loop, Map.of())))
                .singleElement()
                .asString()
                .endsWith("is nested deeper than 100 levels");
        assertThat(problems(labelled(Map.of("ring", ring), Map.of()))).hasSize(1);
    }

    @Test
    void halfASurrogatePairIsRefused() {
        Task task = new Task("t", "half \ud83d", null, 0, 0, List.of(), NO_LABELS, Map.of(), "s");

        assertThatThrownBy(() -> type.encode(task))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(
                        "A document of task is invalid: title: is no Unicode: it has half of a surrogate pair, which"
                                + " UTF-8 cannot carry");
        assertThat(problems(labelled(Map.of("\udc00x", "\udc00\ud800"), Map.of())))
                .hasSize(1);
    }

    @NullMarked
    record Bag(
            @Flattened JsonNode tree,
            @Index(false) List<Object> any,
            @Extra Map<String, Object> extra) {}

    @Test
    void halfASurrogatePairIsRefusedInTreesAndAmongExtraFieldsToo() {
        DocumentType<Bag> loose = DocumentType.of(Bag.class);
        JsonNode broken = Json.MAPPER
                .createObjectNode()
                .set("list", Json.MAPPER.createArrayNode().add("half \ud83d"));
        JsonNode named = Json.MAPPER.createObjectNode().put("name \ud83d", 1);
        JsonNode good = Json.MAPPER.createObjectNode().put("name \ud83d\ude00", "\ud83d\ude00");

        assertThat(loose.check(new Bag(broken, List.of(), Map.of())))
                .singleElement()
                .hasToString("tree: is no Unicode: it has half of a surrogate pair, which UTF-8 cannot carry");
        assertThat(loose.check(new Bag(named, List.of(), Map.of()))).hasSize(1);
        assertThat(loose.check(new Bag(good, List.of(broken), Map.of()))).hasSize(1);
        assertThat(loose.check(new Bag(good, List.of(), Map.of("extra \ud83d", 1))))
                .hasSize(1);
        assertThat(loose.check(new Bag(good, List.of(good), Map.of("\ud83d\ude00", good))))
                .isEmpty();
    }

    @Test
    void aMillionBadValuesAreAHundredProblems() {
        Task task = new Task("t", "t", null, 0, 0, Collections.nCopies(1_000_000, null), NO_LABELS, Map.of(), "s");

        assertThat(type.check(task)).hasSize(100);
        assertThatThrownBy(() -> type.encode(task)).hasMessageEndingWith("; and 90 more problems");
    }

    @Test
    void theIdIsNotInTheSource() {
        Task task = new Task("t", "t", null, 0, 0, List.of(), NO_LABELS, Map.of(), "s");

        assertThat(type.idOf(task)).isEqualTo("t");
        assertThat(new String(type.encode(task), UTF_8)).doesNotContain("\"id\"");
        assertThat(type.findIdName()).contains("id");
    }

    @NullMarked
    record Named(@Id UUID key, String name) {}

    @NullMarked
    record Numbered(@Id long key, String name) {}

    @NullMarked
    record Anonymous(String name) {}

    @Test
    void idsAreTextsNumbersOrUuids() {
        DocumentType<Named> named = DocumentType.of(Named.class);
        Named one = new Named(new UUID(1, 2), "n");

        assertThat(named.decode(named.idOf(one), named.encode(one))).isEqualTo(one);
        assertThat(DocumentType.of(Numbered.class)
                        .decode("-7", "{}".getBytes(UTF_8))
                        .key())
                .isEqualTo(-7);
        assertThatThrownBy(() -> named.decode("x", named.encode(one)))
                .hasMessage("Document 'x' of named is invalid: has an id that is no java.util.UUID");
        assertThatThrownBy(() -> named.idOf(new Named(null, "n")))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("A document of named is invalid: key: the id is missing");
        assertThatThrownBy(
                        () -> type.idOf(new Task("ä".repeat(257), "", null, 0, 0, List.of(), NO_LABELS, Map.of(), "")))
                .hasMessageEndingWith("id: the id is longer than 512 bytes");
        assertThatThrownBy(() -> DocumentType.of(Anonymous.class).idOf(new Anonymous("a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("has no @Id; give the id with the document");
    }

    @Test
    void aClassThatPromisesNothingTakesNulls() {
        record Loose(String text, List<String> tags) {}
        DocumentType<Loose> loose = DocumentType.of(Loose.class);

        assertThat(new String(loose.encode(new Loose(null, null)), UTF_8)).isEqualTo("{}");
        assertThat(loose.decode("l", "{}".getBytes(UTF_8))).isEqualTo(new Loose(null, null));
    }
}
