package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.Json;
import dev.leat.elastic.internal.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PageParserTest {

    private static final String PAGE = """
            {"pit_id":"p==","took":3,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},
             "hits":{"max_score":null,"hits":[
              {"_index":"a","_id":"1","_score":null,"_source":{"n": 9007199254740993},"sort":[0,0]},
              {"_index":"a","_id":"\\u00e9\\"\\\\","_routing":"r","_seq_no":7,"_primary_term":2,"_ignored":["x"],
               "_source":{"a":[{}]},"fields":{"k":["x","y"],"q\\"":[1.50]},"sort":[1,4294967297]}]}}""";

    @Test
    void readsEveryPartOfAHit() {
        ScannedPage page = parse(PAGE);

        assertThat(page.pointInTime()).isEqualTo("p==");
        assertThat(page.shards()).isEqualTo(1);
        assertThat(page.failedShards()).isZero();
        assertThat(page.isTimedOut()).isFalse();
        assertThat(page.lastSort()).isEqualTo("[1,4294967297]");
        Hit first = page.hit(0);
        assertThat(first.id()).isEqualTo("1");
        assertThat(first.routing()).isNull();
        assertThat(first.seqNo()).isEqualTo(-2);
        assertThat(first.source()).asString().isEqualTo("{\"n\": 9007199254740993}");
        assertThat(first.docValue("k")).isNull();
        Hit second = page.hit(1);
        assertThat(second.index()).isEqualTo("a");
        assertThat(second.id()).isEqualTo("é\"\\");
        assertThat(second.routing()).isEqualTo("r");
        assertThat(second.seqNo()).isEqualTo(7);
        assertThat(second.primaryTerm()).isEqualTo(2);
        assertThat(second.docValue("k")).isEqualTo("[\"x\",\"y\"]");
        assertThat(second.firstDocValue("k")).isEqualTo("x");
        assertThat(second.firstDocValue("q\"")).isEqualTo("1.50");
        assertThat(second.toDocument().docValues()).containsOnlyKeys("k", "q\"");
    }

    @Test
    void agreesWithJacksonOnWhateverASearchAnswers() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int answer = 0; answer < 1_000; answer++) {
            byte[] bytes = new GeneratedAnswer(random).write();

            assertAgreesWithJackson(bytes, "seed " + seed + ", answer " + answer);
        }
    }

    @Test
    void neverReadsAnAnswerThatIsCutOff() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int answer = 0; answer < 200; answer++) {
            byte[] whole = new GeneratedAnswer(random).write();
            byte[] half = Arrays.copyOf(whole, random.nextInt(lastBracket(whole)));

            assertThatThrownBy(() -> PageParser.parse(half, 10))
                    .as("seed %d: %s", seed, new String(half, StandardCharsets.UTF_8))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void endsWithAnExceptionOnGarbage() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int answer = 0; answer < 1_000; answer++) {
            byte[] bytes = new GeneratedAnswer(random).write();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                PageParser.parse(bytes, 1);
            } catch (MalformedJsonException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).contains(" at byte ");
            }
        }
    }

    @Test
    void refusesWhatIsNotTheAnswerToASearch() {
        assertThatThrownBy(() -> parse("<html>")).hasMessage("'{' is missing at byte 0");
        assertThatThrownBy(() -> parse("")).hasMessage("'{' is missing at byte 0");
        assertThatThrownBy(() -> parse("{}")).hasMessage("this is not the answer to a search at byte 2");
        assertThatThrownBy(() -> parse("{\"error\":{\"type\":\"x\"},\"status\":400}"))
                .hasMessageStartingWith("this is not the answer to a search");
        assertThatThrownBy(() -> parse(PAGE + "{")).hasMessageStartingWith("this is not the answer to a search");
        assertThatThrownBy(() -> parse("{\"hits\":{\"hits\":[{\"_id\":\"1\",\"sort\":[1]}]}}"))
                .hasMessageStartingWith("a hit without _index, _id or sort");
        assertThatThrownBy(() -> parse("{\"hits\":{\"hits\":[{\"_source\":\"text\"}]}}"))
                .hasMessageStartingWith("a _source that is no object");
    }

    /** Elasticsearch 9.4.3 stores all of these and puts them into its answers as they are. */
    @Test
    void passesCommentsByteOrderMarksAndLineBreaksThatWereStored() throws IOException {
        List<String> stored = List.of(
                "{\"a\":1, /* } \" */ \"b\":2}",
                "{\"a\":1, // x } \"\n \"b\":2}",
                "\uFEFF{\"a\":1}",
                "\n {\"a\":\n1\n}\n",
                "/* { */{\"a\":1}// ]\n",
                "{\"a\":1}  ");
        List<String> lines = List.of(
                "{\"a\":1,  \"b\":2}", "{\"a\":1,  \"b\":2}", "{\"a\":1}", "{\"a\":1}", "{\"a\":1}", "{\"a\":1}");
        StringBuilder hits = new StringBuilder();
        stored.forEach(source -> hits.append(hits.isEmpty() ? "" : ",")
                .append("{\"_index\":\"i\",\"_id\":\"1\",\"_source\":")
                .append(source)
                .append(",\"sort\":[1,1]}"));

        ScannedPage page = parse("{\"hits\":{\"hits\":[" + hits + "]}}");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeSourceLines(out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void writesDocumentsOfEverySizeAsLines() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        StringBuilder hits = new StringBuilder();
        for (int length : new int[] {0, 1, 65_000, 65_526, 65_527, 65_528, 300_000, 5, 65_535, 65_536}) {
            String source = "{\"a\":\"" + "x".repeat(length) + "\"}";
            lines.add(source);
            hits.append(hits.isEmpty() ? "" : ",")
                    .append("{\"_index\":\"i\",\"_id\":\"1\",\"_source\":")
                    .append(random.nextBoolean() ? source : "\n" + source)
                    .append(",\"sort\":[1,1]}");
        }

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parse("{\"hits\":{\"hits\":[" + hits + "]}}").writeSourceLines(out);

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactlyElementsOf(lines);
    }

    /** What follows it is white space, without which an answer is still whole. */
    private static int lastBracket(byte[] answer) {
        int at = answer.length - 1;
        while (answer[at] != '}') {
            at--;
        }
        return at;
    }

    private static ScannedPage parse(String answer) {
        return PageParser.parse(answer.getBytes(StandardCharsets.UTF_8), 10);
    }

    private static void assertAgreesWithJackson(byte[] bytes, String description) throws IOException {
        JsonNode expected = Json.MAPPER.readTree(bytes);
        ScannedPage page = PageParser.parse(bytes, 1);
        JsonNode hits = expected.path("hits").path("hits");
        assertThat(page.size()).as(description).isEqualTo(hits.size());
        assertThat(page.pointInTime()).as(description).isEqualTo(text(expected.path("pit_id")));
        assertThat(page.shards())
                .as(description)
                .isEqualTo(expected.path("_shards").path("total").asInt());
        for (int number = 0; number < hits.size(); number++) {
            assertAgreesWithJackson(page.hit(number), hits.get(number), description + ", hit " + number);
        }
    }

    private static void assertAgreesWithJackson(Hit hit, JsonNode expected, String description) throws IOException {
        assertThat(hit.index()).as(description).isEqualTo(text(expected.path("_index")));
        assertThat(hit.id()).as(description).isEqualTo(text(expected.path("_id")));
        assertThat(hit.routing()).as(description).isEqualTo(text(expected.path("_routing")));
        assertThat(hit.seqNo())
                .as(description)
                .isEqualTo(expected.path("_seq_no").asLong(-2));
        assertThat(hit.primaryTerm())
                .as(description)
                .isEqualTo(expected.path("_primary_term").asLong(0));
        assertThat(hit.hasSource()).as(description).isEqualTo(expected.has("_source"));
        if (expected.has("_source")) {
            assertThat(Json.MAPPER.readTree(hit.source())).as(description).isEqualTo(expected.path("_source"));
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            hit.writeSourceLine(line);
            assertThat(line.toByteArray()).as(description).doesNotContain('\n', '\r');
            assertThat(Json.MAPPER.readTree(line.toByteArray())).as(description).isEqualTo(expected.path("_source"));
        }
        assertThat(hit.docValues())
                .as(description)
                .hasSize(expected.path("fields").size());
        hit.docValues()
                .forEach((field, values) -> assertThat(Json.MAPPER.readTree(values))
                        .as(description)
                        .isEqualTo(expected.path("fields").path(field)));
    }

    private static @Nullable String text(JsonNode node) {
        return node.stringValueOpt().orElse(null);
    }
}
