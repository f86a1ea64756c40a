package dev.leat.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"big\":9007199254740993123,\"exact\":1.10,\"text\":\"é \\u00e9 \\\"quoted\\\"\",\"none\":[],\"o\":{ }}",
                "{}",
            })
    void keepsTheSourceToTheByte(String source) {
        DeadLetter letter = letter(source.getBytes(UTF_8));

        byte[] line = letter.toJsonLine();

        assertThat(new String(line, UTF_8)).endsWith(",\"source\":" + source + "}\n");
        assertThat(DeadLetter.parse(line).source()).isEqualTo(source.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "no json", "{\"a\":\n1}", "{} {}", "", "[1]"})
    void keepsWhatIsNotADocumentOnOneLineAsAString(String source) {
        byte[] line = letter(source.getBytes(UTF_8)).toJsonLine();

        assertThat(new String(line, UTF_8).strip().lines()).hasSize(1);
        assertThat(DeadLetter.parse(line).source()).isEqualTo(source.getBytes(UTF_8));
    }

    @Test
    void keepsTheRoutingWhereThereIsOne() {
        DeadLetter letter = new DeadLetter("index", "rivers", "1", "rhine", 400, "t", "r", "{}".getBytes(UTF_8));

        assertThat(new String(letter.toJsonLine(), UTF_8))
                .contains("\"id\":\"1\",\"routing\":\"rhine\",\"status\":400");
        assertThat(DeadLetter.parse(letter.toJsonLine()).routing()).isEqualTo("rhine");
        assertThat(new String(letter("{}".getBytes(UTF_8)).toJsonLine(), UTF_8)).doesNotContain("routing");
    }

    @Test
    void readsBackWhatItWrote() {
        DeadLetter letter = new DeadLetter(
                "delete", "rivers", "a\"b\n", null, 409, "version_conflict_engine_exception", "too old", null);

        assertThat(DeadLetter.parse(letter.toJsonLine())).isEqualTo(letter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "not json", "{\"op\":\"index\"}"})
    void refusesALineThatIsNoDeadLetter(String line) {
        assertThatThrownBy(() -> DeadLetter.parse(line.getBytes(UTF_8)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("not a dead letter");
    }

    private static DeadLetter letter(byte[] source) {
        return new DeadLetter("index", "rivers", "1", null, 400, "document_parsing_exception", "bad \"date\"", source);
    }
}
