package dev.leat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void findsTheFirstAndTheLastPlace() {
        byte[] text = bytes("sort:1 sort:2 sort:3");

        assertThat(Bytes.indexOf(text, 1, text.length, bytes("sort"))).isEqualTo(7);
        assertThat(Bytes.lastIndexOf(text, text.length, bytes("sort"))).isEqualTo(14);
        assertThat(Bytes.lastIndexOf(text, 17, bytes("sort"))).isEqualTo(7);
        assertThat(Bytes.indexOf(text, 0, text.length, bytes("none"))).isEqualTo(-1);
    }

    @Test
    void anObjectEndsBehindItsOwnBrace() {
        byte[] json = bytes("x{\"a\":[{}],\"b\":\"}\\\"}\"},{}");

        assertThat(Bytes.endOfObject(json, 1)).isEqualTo(json.length - 3);
    }
}
