package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Content;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentEncoderTest {

    private static final DocumentForm PLAIN =
            new DocumentForm(Security.OPEN, new Stamp.None(), DocumentForm.Pipeline.NONE);
    private static final SourceDocument DOCUMENT = SourceDocument.of("1", Map.of());

    private final DocumentEncoder encoder = new DocumentEncoder("a", PLAIN);

    private static Hash128 hash(DocumentEncoder encoder, String fields) {
        return encoder.hash(bytes(fields), DOCUMENT);
    }

    private static SourceDocument fetched(String timestamp, Content content) {
        return DOCUMENT.withContent(timestamp, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aHashIsTheSameInEveryProcess() {
        assertThat(hash(encoder, "{\"text\":\"x\"}").text()).isEqualTo("90MgvMVvOXUZSUjpCvLDgQ");
        assertThat(Hash128.parse(hash(encoder, "{}").text())).isEqualTo(hash(encoder, "{}"));
        assertThat(Hash128.parse("not a hash")).isNull();
        assertThat(Hash128.parse(null)).isNull();
        assertThat(Hash128.parse("!".repeat(22))).isNull();
    }

    @Test
    void aHashTellsScopesKindsAndTimestampsApart() {
        Content content = Map::of;

        assertThat(hash(encoder, "{}")).isNotEqualTo(hash(new DocumentEncoder("b", PLAIN), "{}"));
        assertThat(hash(encoder, "{}")).isNotEqualTo(encoder.hash(bytes("{}"), fetched("", content)));
        assertThat(encoder.hash(bytes("{}"), fetched("2026-01-01T00:00:00Z", content)))
                .isNotEqualTo(encoder.hash(bytes("{}"), fetched("2026-01-01T00:00:00.000Z", content)));
    }

    @Test
    void addsItsOwnFieldToADocumentAndToAnEmptyOne() {
        Hash128 hash = new Hash128(0, 0);

        assertThat(new String(encoder.document(bytes("{}"), "1", DOCUMENT, hash), StandardCharsets.UTF_8))
                .isEqualTo("{\"_leat\":{\"hash\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"scope\":\"a\"}}");
        assertThat(new String(encoder.document(bytes("{\"x\":1}"), "1", DOCUMENT, hash), StandardCharsets.UTF_8))
                .isEqualTo("{\"x\":1,\"_leat\":{\"hash\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"scope\":\"a\"}}");
    }

    @Test
    void keepsTheOrderOfFieldsAndLeavesOutTheReservedOne() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("z", 1);
        fields.put("_leat", "theirs");
        fields.put("a", null);

        assertThat(new String(encoder.fields(fields), StandardCharsets.UTF_8)).isEqualTo("{\"z\":1,\"a\":null}");
    }

    @Test
    void replacesAnIdOfMoreThan512BytesByItsMd5() {
        assertThat(DocumentKeys.storableId("ä".repeat(256))).hasSize(256);
        assertThat(DocumentKeys.storableId("a".repeat(513))).isEqualTo("6649c3e827e44f7bf539768bddf76435");
    }

    private static JsonNode written(DocumentForm form, SourceDocument document) {
        DocumentEncoder encoder = new DocumentEncoder("a", form);
        byte[] fields = encoder.fields(document.fields());
        return Json.MAPPER.readTree(encoder.document(fields, document.id(), document, encoder.hash(fields, document)));
    }

    private static DocumentForm form(Security security, Stamp stamp) {
        return new DocumentForm(security, stamp, DocumentForm.Pipeline.RUNS);
    }

    @Test
    void addsWhatTheProtocolAsksFor() {
        Stamp stamp = new Stamp.Protocol("source_id", Set.of(Stamp.PipelineStep.REDUCE_WHITESPACE));
        SourceDocument document = SourceDocument.of("7", Map.of("id", 42, "_timestamp", "theirs", "x", 1));

        JsonNode written = written(form(Security.OPEN, stamp), document.withTimestamp("yesterday"));
        JsonNode untimed = written(form(Security.OPEN, Stamp.protocol()), document);

        assertThat(written.path("id").asString()).isEqualTo("7");
        assertThat(written.path("source_id").asInt()).isEqualTo(42);
        assertThat(written.path("_timestamp").asString()).isEqualTo("yesterday");
        assertThat(written.path("_reduce_whitespace").asBoolean()).isTrue();
        assertThat(written.path("_run_ml_inference").asBoolean(true)).isFalse();
        assertThat(written.path("_extract_binary_content").asBoolean(true)).isFalse();
        assertThat(Instant.parse(untimed.path("_timestamp").asString()))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(untimed.has("source_id")).isFalse();
    }

    @Test
    void quotesIdsTimesAndScopes() {
        String odd = "a\"b\\\n\u0001é\uD83D\uDE00";
        SourceDocument document = SourceDocument.of(odd, Map.of("x", 1)).withTimestamp(odd);
        DocumentEncoder named = new DocumentEncoder(odd, form(Security.OPEN, Stamp.protocol()));
        byte[] fields = named.fields(document.fields());

        JsonNode written = Json.MAPPER.readTree(named.document(fields, odd, document, named.hash(fields, document)));

        assertThat(written.path("id").asString()).isEqualTo(odd);
        assertThat(written.path("_timestamp").asString()).isEqualTo(odd);
        assertThat(written.path("_leat").path("scope").asString()).isEqualTo(odd);
    }

    @Test
    void hashesWhatTheFormChangesAndNotTheTimeOfWriting() {
        DocumentEncoder open = new DocumentEncoder("a", form(Security.OPEN, Stamp.protocol()));
        DocumentEncoder secured = new DocumentEncoder("a", form(Security.DOCUMENT_LEVEL, Stamp.protocol()));
        SourceDocument forOne = DOCUMENT.withAccess(List.of("user:a"));
        SourceDocument forTwo = DOCUMENT.withAccess(List.of("user:b", "user:a"));

        assertThat(hash(open, "{}")).isNotEqualTo(hash(encoder, "{}")).isNotEqualTo(hash(secured, "{}"));
        assertThat(open.hash(bytes("{}"), DOCUMENT.withTimestamp("x"))).isEqualTo(hash(open, "{}"));
        assertThat(open.hash(bytes("{}"), forOne)).isEqualTo(hash(open, "{}"));
        assertThat(secured.hash(bytes("{}"), forOne)).isNotEqualTo(secured.hash(bytes("{}"), forTwo));
        assertThat(secured.hash(bytes("{}"), forTwo))
                .isEqualTo(secured.hash(bytes("{}"), DOCUMENT.withAccess(List.of("user:a", "user:b", "user:a"))));
    }

    @Test
    void letsNoSourceSayWhoMaySeeADocumentInItsFields() {
        Map<String, @Nullable Object> forged = new LinkedHashMap<>();
        forged.put("_allow_access_control", List.of("user:eve"));
        forged.put("_allow_access_control.keyword", "user:eve");
        forged.put("_leat.hash", "x");
        forged.put("_id", "other");
        forged.put("kept", 1);
        SourceDocument document = SourceDocument.of("1", forged);
        DocumentForm secured = form(Security.DOCUMENT_LEVEL, Stamp.protocol());

        for (SourceDocument silent : List.of(document, document.withAccess(List.of()))) {
            JsonNode written = written(secured, silent);

            assertThat(written.path("_allow_access_control").toString()).isEqualTo("[\"_nobody\"]");
            assertThat(written.path("kept").asInt()).isEqualTo(1);
            assertThat(written.propertyNames()).doesNotContain("_allow_access_control.keyword", "_leat.hash", "_id");
        }
        assertThat(written(secured, document.withAccess(List.of("user:b", "user:a")))
                        .path("_allow_access_control")
                        .toString())
                .isEqualTo("[\"user:a\",\"user:b\"]");
        assertThat(written(form(Security.OPEN, Stamp.protocol()), document).has("_allow_access_control"))
                .isFalse();
    }
}
