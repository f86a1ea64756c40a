package dev.leat.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTreeTest {

    private final List<String> leftOut = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\"}                         | x",
                "{\"a\":\"\"}                          | ``",
                "{\"a\":9007199254740993}              | 9007199254740993",
                "{\"a\":1.10}                          | 1.10",
                "{\"a\":1E5}                           | 1E5",
                "{\"a\":true}                          | true",
                "{\"a\":null}                          |",
                "{}                                    |",
                "{\"a\":[1, \"x\"]}                    | [1, \"x\"]",
                "{\"a\":{ \"b\" : [ ] }}               | { \"b\" : [ ] }",
                "{\"a\":\"\\u00e9\\\"\"}               | é\"",
                "{\"a\":{\"é\":\"ü\"}}                 | {\"é\":\"ü\"}",
            })
    void findsTheValueOfAField(String source, String cell) {
        assertThat(cells(List.of("a"), source)).containsExactly(cell);
        assertThat(leftOut).isEmpty();
    }

    @Test
    void findsFieldsWithDotsHoweverTheyAreWritten() {
        List<String> columns = List.of("a.b.c", "a.d");

        assertThat(cells(columns, "{\"a\":{\"b\":{\"c\":1},\"d\":2}}")).containsExactly("1", "2");
        assertThat(cells(columns, "{\"a.b\":{\"c\":1},\"a\":{\"d\":2}}")).containsExactly("1", "2");
        assertThat(cells(columns, "{\"a.b.c\":1,\"a.d\":2}")).containsExactly("1", "2");
        assertThat(cells(columns, "{\"a\":{\"b.c\":1}}")).containsExactly("1", null);
    }

    @Test
    void gathersTheValuesBelowAnArrayOfObjects() {
        List<String> columns = List.of("a.b", "a.c");

        assertThat(cells(columns, "{\"a\":[{\"b\":1,\"c\":\"x\"},{\"b\":[2,3]},{\"c\":null}]}"))
                .containsExactly("[1,[2,3]]", "[\"x\"]");
        assertThat(cells(columns, "{\"a\":[]}")).containsExactly(null, null);
    }

    @Test
    void keepsBothValuesOfAFieldThatIsThereTwice() {
        assertThat(cells(List.of("a.b"), "{\"a\":{\"b\":\"x\"},\"a.b\":2}")).containsExactly("[\"x\",2]");
    }

    @Test
    void namesWhatHasNoColumn() {
        cells(List.of("a.b"), "{\"a\":{\"b\":1,\"x\":{\"y\":1}},\"z\":1,\"a.q\":2}");
        cells(List.of("a.b"), "{\"a\":7}");

        assertThat(leftOut).containsExactly("a.x", "z", "a.q", "a");
    }

    private @Nullable String[] cells(List<String> columns, String source) {
        return ColumnTree.of(columns).cells(source.getBytes(StandardCharsets.UTF_8), leftOut::add);
    }
}
