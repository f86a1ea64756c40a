package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class FieldWriterTest {

    private final FieldWriter writer = new FieldWriter();

    private static Map<String, @Nullable Object> ofEveryKind() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", "a \"quoted\" line\n, zé, \uD83D\uDE00 and \u2028");
        fields.put("na\"me", "x".repeat(10_000));
        fields.put("nothing", null);
        fields.put(
                "numbers", Arrays.asList(1, -2L, 1.0, 1e-7, 3.5f, new BigDecimal("1E+3"), BigInteger.TEN, (short) 7));
        fields.put("edges", List.of(Double.NaN, Double.NEGATIVE_INFINITY, Long.MIN_VALUE, 0.1 + 0.2));
        fields.put("truth", List.of(true, false));
        fields.put("object", new LinkedHashMap<>(Map.of("a", List.of(Map.of(), List.of()))));
        fields.put("keys", Map.of(7, "seven"));
        fields.put("others", List.of(Instant.EPOCH, new UUID(1, 2), new byte[] {1, 2}, Set.of("x"), Security.OPEN));
        fields.put("array", new Object[] {"a", null, 1});
        return fields;
    }

    @Test
    void writesWhatTheMapperWrites() {
        byte[] expected = Json.MAPPER.writeValueAsBytes(ofEveryKind());

        assertThat(writer.write(ofEveryKind())).isEqualTo(expected);
        assertThat(writer.write(Map.of())).asString().isEqualTo("{}");
        assertThat(writer.write(ofEveryKind())).isEqualTo(expected);
    }

    @Test
    void goesOnAfterADocumentThatJsonCannotSay() {
        Map<String, @Nullable Object> endless = new LinkedHashMap<>();
        endless.put("self", List.of(endless));
        Map<@Nullable String, Object> withoutName = new HashMap<>();
        withoutName.put(null, 1);
        Map<String, @Nullable Object> nameless = Map.of("object", withoutName);

        assertThatThrownBy(() -> writer.write(endless)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> writer.write(nameless)).isInstanceOf(JacksonException.class);
        assertThat(writer.write(Map.of("a", 1))).asString().isEqualTo("{\"a\":1}");
    }

    @Test
    void goesOnAfterALargeDocument() {
        Map<String, @Nullable Object> large = Map.of("text", "é".repeat(1 << 20));

        assertThat(writer.write(large)).isEqualTo(Json.MAPPER.writeValueAsBytes(large));
        assertThat(writer.write(Map.of("a", 1))).asString().isEqualTo("{\"a\":1}");
    }
}
