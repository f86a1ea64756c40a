package dev.leat.app.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.app.parquet.Column.Shape;
import dev.leat.elastic.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What fits into which column, and what becomes of the rest. */
class RowReaderTest {

    private static final List<Column> COLUMNS = List.of(
            Column.leaf("name", ColumnType.TEXT),
            Column.leaf("tags", ColumnType.TEXT).withShape(Shape.MANY),
            Column.group("at", List.of(Column.leaf("city", ColumnType.TEXT), Column.leaf("zip", ColumnType.INTEGER))),
            Column.group("parts", List.of(Column.leaf("n", ColumnType.LONG))).withShape(Shape.MANY),
            Column.leaf("any", ColumnType.JSON),
            Column.leaf("when", ColumnType.DATE).withFormat("dd/MM/yyyy||epoch_millis"));

    private final List<String> leftOut = new ArrayList<>();

    @Test
    void readsPathsWithDotsAsObjects() {
        assertThat(values("{\"at.city\":\"A\",\"at\":{\"zip\":1},\"any.x.y\":1,\"any\":{\"z\":2},\"parts.n\":[7]}"))
                .isEqualTo("[null, null, [A, 1], [[null]], {\"x.y\":1,\"z\":2}, null]; {\"parts[0].n\":[7]}");
        assertThat(values("{\"parts\":[{\"n\":1},null,{\"n\":null}],\"parts.n\":2}"))
                .isEqualTo("[null, null, null, [[1], null, [2]], null, null]; null");
        assertThat(leftOut).isEmpty();
    }

    @Test
    void readsNamesWithDotsAsObjectsToo() {
        List<Column> columns = List.of(Column.leaf("time", ColumnType.LONG), Column.leaf("time.max", ColumnType.LONG));

        assertThat(values(columns, "{\"time\":1,\"time.max\":2}")).isEqualTo("[1, 2]; null");
        assertThat(values(columns.subList(1, 2), "{\"time\":{\"max\":2}}")).isEqualTo("[2]; null");
    }

    @Test
    void takesWhatElasticsearchTakesForOneValue() {
        assertThat(values("{\"name\":5,\"tags\":\"x\",\"at\":{\"zip\":\"12\"},\"when\":\"29/02/2024\"}"))
                .isEqualTo("[5, [x], [null, 12], null, null, 1709164800000000]; null");
        assertThat(values("{\"name\":[],\"tags\":[[\"a\"],[[\"b\",null]]],\"at\":{},\"when\":1000}"))
                .isEqualTo("[null, [a, b, null], [null, null], null, null, 1000000]; null");
    }

    @Test
    void putsWhatDoesNotFitElsewhere() {
        assertThat(values("{\"name\":[\"a\" , \"b\"],\"tags\":[\"x\",{\"y\":1}],\"at\":\"x\",\"when\":\"2024-02-29\"}"))
                .isEqualTo("[null, [x, null], null, null, null, null]; {\"name\":[\"a\" , \"b\"],\"tags[1]\":{\"y\":1},"
                        + "\"at\":\"x\",\"when\":\"2024-02-29\"}");
        assertThat(values("{\"at\":{\"zip\":2147483648},\"parts\":[{\"n\":1.5},7,{\"n\":1e99}]}"))
                .isEqualTo("[null, null, [null, null], [[null], null, [null]], null, null]; {\"at.zip\":2147483648,"
                        + "\"parts[0].n\":1.5,\"parts[1]\":7,\"parts[2].n\":1e99}");
    }

    @Test
    void namesFieldsWithoutColumn() {
        values("{\"odd\":1,\"at\":{\"odd\":[1]},\"nothing\":null,\"at.more.odd\":2}");

        assertThat(leftOut).containsExactly("odd", "at.odd", "at.more.odd");
    }

    @Test
    void failsOnWhatDoesNotFitUnlessItIsToldOtherwise() {
        assertThatThrownBy(() -> read(COLUMNS, OnMismatch.FAIL, "{\"name\":[\"a\"]}"))
                .isInstanceOf(RejectedException.class)
                .hasMessage(
                        "field 'name' of document '7' in index 'i' is an array, and the sample had none; begin again"
                                + " with --array-fields name, or with --on-mismatch json, which keeps such values in a column of"
                                + " their own");
        assertThatThrownBy(() -> read(COLUMNS, OnMismatch.FAIL, "{\"at\":{\"zip\":\"x\"}}"))
                .hasMessage("field 'at.zip' of document '7' in index 'i' is no number; begin again with --on-mismatch"
                        + " json, which keeps such values in a column of their own");
    }

    @Test
    void takesNumbersOnlyAsTheyAre() {
        assertThat(fits(
                        ColumnType.LONG,
                        "9223372036854775807",
                        "-0",
                        "1e3",
                        "\" 1\"",
                        "9223372036854775808",
                        "1.5",
                        "true"))
                .isEqualTo("9223372036854775807, 0, 1000, -, -, -, -");
        assertThat(fits(ColumnType.BYTE, "127", "-128", "128", "\"7\"")).isEqualTo("127, -128, -, 7");
        assertThat(fits(ColumnType.UNSIGNED_LONG, "18446744073709551615", "18446744073709551616", "-1", "1e999999999"))
                .isEqualTo("-1, -, -, -");
        assertThat(fits(
                        ColumnType.DOUBLE,
                        "0.1",
                        "9007199254740992",
                        "9007199254740993",
                        "0.10000000000000001",
                        "0.12345678901234567890",
                        "1e400",
                        "1e-400",
                        "-0.0",
                        "4.9E-324",
                        "\"NaN\""))
                .isEqualTo("0.1, 9.007199254740992E15, -, 0.1, -, -, -, -0.0, 4.9E-324, -");
        assertThat(fits(ColumnType.FLOAT, "0.1", "0.123456789", "1e39", "\"1\""))
                .isEqualTo("0.1, 0.12345679, -, -");
    }

    @Test
    void takesOtherValuesOnlyAsTheyAre() {
        assertThat(fits(ColumnType.BOOLEAN, "true", "\"false\"", "\"\"", "\"yes\"", "1"))
                .isEqualTo("true, false, false, -, -");
        assertThat(fits(ColumnType.BINARY, "\"YQ==\"", "\"Y\\nQ==\"", "\"!\"", "1"))
                .isEqualTo("a, a, -, -");
        assertThat(fits(ColumnType.TEXT, "\"\\ud800\"", "\"\\ud83d\\ude00\"", "1.50"))
                .isEqualTo("-, 😀, 1.50");
        assertThat(fits(
                        ColumnType.DATE,
                        "\"2024-01-01T00:00:00.123456Z\"",
                        "\"2024-01-01T00:00:00.1234567Z\"",
                        "\"-9999-01-01\"",
                        "1e30",
                        "\"soon\""))
                .isEqualTo("1704067200123456, -, -377705116800000000, -, -");
        assertThat(fits(
                        ColumnType.DATE_NANOS,
                        "\"2024-01-01T00:00:00.123456789Z\"",
                        "\"1677-09-22\"",
                        "\"1677-09-20\""))
                .isEqualTo("1704067200123456789, -9223286400000000000, -");
    }

    private static String fits(ColumnType type, String... values) {
        Column column = Column.leaf("x", type).withFormat("strict_date_optional_time_nanos||epoch_millis");
        List<String> results = new ArrayList<>();
        for (String value : values) {
            Row row = read(List.of(column), OnMismatch.JSON, "{\"x\":" + value + "}", new ArrayList<>());
            assertThat(row.values()[0] == null).as(value).isEqualTo(row.mismatches() != null);
            results.add(row.values()[0] == null ? "-" : shown(row.values()[0]));
        }
        return String.join(", ", results);
    }

    private String values(String json) {
        return values(COLUMNS, json);
    }

    private String values(List<Column> columns, String json) {
        Row row = read(columns, OnMismatch.JSON, json, leftOut);
        return shown(row.values()) + "; " + row.mismatches();
    }

    private void read(List<Column> columns, OnMismatch onMismatch, String json) {
        read(columns, onMismatch, json, leftOut);
    }

    private static Row read(List<Column> columns, OnMismatch onMismatch, String json, List<String> leftOut) {
        return new RowReader(columns, onMismatch, leftOut::add)
                .read("i", "7", null, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Binary text -> text.toStringUsingUTF8();
            case Object[] group -> shown(Arrays.asList(group));
            case List<?> list ->
                list.stream().map(RowReaderTest::shown).toList().toString();
            default -> value.toString();
        };
    }
}
