package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void unescapesEveryEscape() {
        assertThat(unescape("plain")).isEqualTo("plain");
        assertThat(unescape("")).isEmpty();
        assertThat(unescape("a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t")).isEqualTo("a\"b\\c/d\b\f\n\r\t");
        assertThat(unescape("\\u00e9\\uD83D\\uDE00é😀")).isEqualTo("é😀é😀");
    }

    @Test
    void refusesAnEscapeThatIsCutOff() {
        assertThatThrownBy(() -> unescape("a\\u12")).hasMessage("an escape is cut off at byte 5");
        assertThatThrownBy(() -> unescape("a\\")).hasMessage("an escape is cut off at byte 2");
    }

    @Test
    void leavesOutLineBreaksBetweenValuesAndNothingElse() throws IOException {
        assertThat(line("{\r\n  \"a\" : [ 1,\n\t2 ]\n}")).isEqualTo("{  \"a\" : [ 1,\t2 ]}");
        assertThat(line("{\"a\":\"x\\ny\"}")).isEqualTo("{\"a\":\"x\\ny\"}");
        assertThat(line("{\"a\":12345678901234567890.10e-3}")).isEqualTo("{\"a\":12345678901234567890.10e-3}");
    }

    @Test
    void leavesOutCommentsWhichWouldSwallowTheLine() throws IOException {
        assertThat(line("{\"a\":1, // one } \"\n\"b\":/* two\n */2}")).isEqualTo("{\"a\":1, \"b\":2}");
        assertThat(line("{\"a\":\"// no comment /* here */\"}")).isEqualTo("{\"a\":\"// no comment /* here */\"}");
    }

    @Test
    void escapesRawControlCharactersInStrings() throws IOException {
        assertThat(line("{\"a\":\"x\ny\tz\u0001\"}")).isEqualTo("{\"a\":\"x\\u000ay\\u0009z\\u0001\"}");
    }

    @Test
    void isNotMisledByEscapedQuotes() throws IOException {
        assertThat(line("{\"a\":\"\\\\\",\n\"b\":\"\\\"\n\"}")).isEqualTo("{\"a\":\"\\\\\",\"b\":\"\\\"\\u000a\"}");
    }

    private static String unescape(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return JsonText.unescape(bytes, 0, bytes.length);
    }

    private static String line(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonText.writeLine(bytes, 0, bytes.length, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
