package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentEncoderTest {

    private final DocumentEncoder encoder = new DocumentEncoder("a");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aHashIsTheSameInEveryProcess() {
        assertThat(encoder.hash(bytes("{\"text\":\"x\"}")).text()).isEqualTo("90MgvMVvOXUZSUjpCvLDgQ");
        assertThat(Hash128.parse(encoder.hash(bytes("{}")).text())).isEqualTo(encoder.hash(bytes("{}")));
        assertThat(Hash128.parse("not a hash")).isNull();
        assertThat(Hash128.parse(null)).isNull();
        assertThat(Hash128.parse("!".repeat(22))).isNull();
    }

    @Test
    void aHashTellsScopesKindsAndTimestampsApart() {
        byte[] fields = bytes("{}");

        assertThat(encoder.hash(fields)).isNotEqualTo(new DocumentEncoder("b").hash(fields));
        assertThat(encoder.hash(fields)).isNotEqualTo(encoder.hash(fields, null));
        assertThat(encoder.hash(fields, "")).isNotEqualTo(encoder.hash(fields, null));
        assertThat(encoder.hash(fields, "2026-01-01T00:00:00Z"))
                .isNotEqualTo(encoder.hash(fields, "2026-01-01T00:00:00.000Z"));
    }

    @Test
    void addsItsOwnFieldToADocumentAndToAnEmptyOne() {
        Hash128 hash = new Hash128(0, 0);

        assertThat(new String(encoder.document(bytes("{}"), hash), StandardCharsets.UTF_8))
                .isEqualTo("{\"_leat\":{\"hash\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"scope\":\"a\"}}");
        assertThat(new String(encoder.document(bytes("{\"x\":1}"), hash), StandardCharsets.UTF_8))
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
        assertThat(DocumentEncoder.storableId("ä".repeat(256))).hasSize(256);
        assertThat(DocumentEncoder.storableId("a".repeat(513))).isEqualTo("6649c3e827e44f7bf539768bddf76435");
    }
}
