package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

class ActionLineTest {

    private static final byte[] SOURCE = "{\"a\":1}".getBytes(UTF_8);

    private static String encode(Entry... entries) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Chunks.encode(List.of(entries)).forEach(body::writeBytes);
        return body.toString(UTF_8);
    }

    private static String line(BulkOperation operation) {
        Entry entry = new Entry(operation);
        String text = encode(entry);
        assertThat(text.getBytes(UTF_8)).as("the announced length").hasSize((int) entry.bytes);
        return text.lines().findFirst().orElseThrow();
    }

    @Test
    void saysWhatToDoWithWhich() {
        assertThat(line(BulkOperation.index("i", "1", SOURCE)))
                .isEqualTo("{\"index\":{\"_index\":\"i\",\"_id\":\"1\"}}");
        assertThat(line(BulkOperation.create("i", "1", SOURCE)))
                .isEqualTo("{\"create\":{\"_index\":\"i\",\"_id\":\"1\"}}");
        assertThat(line(BulkOperation.delete("i", "1"))).isEqualTo("{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}");
        assertThat(line(BulkOperation.update("i", "1", SOURCE)))
                .isEqualTo("{\"update\":{\"_index\":\"i\",\"_id\":\"1\",\"retry_on_conflict\":5}}");
    }

    @Test
    void carriesRoutingAndGuards() {
        BulkOperation index = BulkOperation.index("i", "1", SOURCE);

        assertThat(line(index.withRouting("a\"b"))).contains("\"routing\":\"a\\\"b\"");
        assertThat(line(index.withGuard(new Guard.ExternalVersion(10))))
                .contains("\"version\":10,\"version_type\":\"external\"}}");
        assertThat(line(index.withGuard(new Guard.ExternalVersionOrEqual(0))))
                .contains("\"version\":0,\"version_type\":\"external_gte\"}}");
        assertThat(line(index.withGuard(new Guard.IfSeqNo(Long.MAX_VALUE, 3))))
                .contains("\"if_seq_no\":9223372036854775807,\"if_primary_term\":3}}");
    }

    @Test
    void aRepeatCarriesTheGuardFoundAfterTheLoss() {
        Entry entry = new Entry(BulkOperation.index("alias", "1", SOURCE));

        entry.guarding = Guarding.IfAbsent.IF_ABSENT;
        assertThat(encode(entry)).startsWith("{\"create\":{\"_index\":\"alias\",\"_id\":\"1\"}}\n");

        entry.guarding = new Guarding.IfUnchanged("concrete", 5, 1);
        assertThat(encode(entry))
                .startsWith("{\"index\":{\"_index\":\"concrete\",\"_id\":\"1\",\"if_seq_no\":5,\"if_primary_term\":1,"
                        + "\"require_alias\":false}}\n{\"a\":1}\n");
    }

    @RepeatedTest(20)
    void idsOfAnyContentComeBackAsTheyWere(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        for (int round = 0; round < 200; round++) {
            StringBuilder id = new StringBuilder("x");
            for (int length = random.nextInt(40); length > 0; length--) {
                switch (random.nextInt(5)) {
                    case 0 -> id.append((char) random.nextInt(0x20));
                    case 1 -> id.append(random.nextBoolean() ? '"' : '\\');
                    case 2 -> id.append((char) random.nextInt(0x80, 0x800));
                    case 3 -> id.appendCodePoint(random.nextInt(0x10000, 0x10ffff));
                    default -> id.append((char) random.nextInt(0x20, 0x7f));
                }
            }

            JsonNode line = Json.MAPPER.readTree(line(BulkOperation.index("i", id.toString(), SOURCE)));

            assertThat(line.path("index").path("_id").asString()).isEqualTo(id.toString());
        }
    }

    @Test
    void loneSurrogatesAreEscaped() {
        assertThat(line(BulkOperation.index("i", "a\ud83db\udc00", SOURCE))).contains("a\\ud83db\\udc00");
    }

    @Test
    void largeSourcesAreNotCopied() {
        byte[] large = ("{\"a\":\"" + "x".repeat(100_000) + "\"}").getBytes(UTF_8);

        List<byte[]> chunks = Chunks.encode(List.of(
                new Entry(BulkOperation.index("i", "1", large)), new Entry(BulkOperation.index("i", "2", SOURCE))));

        assertThat(chunks).hasSize(3);
        assertThat(chunks.get(1)).isSameAs(large);
    }

    @Test
    void aSourceOfSeveralLinesBecomesOne() {
        byte[] pretty = "{\n  \"a\": \"\\\"\\n\",\r\n \"b\": 1\n}".getBytes(UTF_8);

        assertThat(new String(SourceLine.of(pretty), UTF_8)).isEqualTo("{   \"a\": \"\\\"\\n\",\r  \"b\": 1 }");
        assertThat(SourceLine.of(SOURCE)).isSameAs(SOURCE);
    }

    @Test
    void aLineBreakWithinAStringIsRefused() {
        byte[] broken = "{\"a\":\"x\ny\"}".getBytes(UTF_8);

        assertThat(SourceLine.of(broken)).isNull();
        assertThat(new Entry(BulkOperation.index("i", "1", broken)).refusal)
                .isEqualTo(new WriteOutcome.Rejected(
                        400, "malformed_source", "the source is not JSON: a line break within a string"));
    }

    @Test
    void idsThatElasticsearchNeverTakesAreRefused() {
        assertThat(new Entry(BulkOperation.delete("i", "")).refusal)
                .extracting("reason")
                .isEqualTo("the id is empty");
        assertThat(new Entry(BulkOperation.delete("i", "ä".repeat(257))).refusal)
                .extracting("reason")
                .isEqualTo("the id has more than 512 bytes");
        assertThat(new Entry(BulkOperation.delete("i", "ä".repeat(256))).refusal)
                .isNull();
    }
}
