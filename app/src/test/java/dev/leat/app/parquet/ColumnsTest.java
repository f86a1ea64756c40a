package dev.leat.app.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.app.parquet.ParquetSchema.Meta;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From mappings to columns. */
class ColumnsTest {

    private static final String MAPPING = """
            {"runtime":{"day":{"type":"keyword","script":{}},"seen":{"type":"long"}},"properties":{
              "name":{"type":"text","fields":{"raw":{"type":"keyword"}}},
              "at":{"properties":{"city":{"type":"keyword"},"gone":{"enabled":false}}},
              "parts":{"type":"nested","properties":{"n":{"type":"long"}}},
              "same":{"type":"alias","path":"name"},
              "labels":{"type":"flattened"},"where":{"type":"geo_point"},"span":{"type":"date_range"},
              "vector":{"type":"dense_vector","dims":2},"bits":{"type":"dense_vector","element_type":"bit"},
              "tomorrows":{"type":"not_yet_invented"},"nothing":{"type":"object"},
              "when":{"type":"date","format":"yyyy"},"exact":{"type":"date_nanos"},"half":{"type":"half_float"}}}
            """;

    @Test
    void makesAColumnOfEveryFieldThatADocumentCanHold() {
        assertThat(shown(columns(MAPPING)))
                .isEqualTo("name TEXT, at{city TEXT, gone JSON}, parts[]{n LONG}, labels JSON, where JSON, span JSON,"
                        + " vector[] FLOAT, bits JSON, tomorrows JSON, nothing JSON, when DATE(yyyy),"
                        + " exact DATE_NANOS(strict_date_optional_time_nanos||epoch_millis), half DOUBLE, seen LONG");
    }

    @Test
    void findsRoomForTheValuesOfSeveralIndices() {
        assertThat(merged("{\"a\":{\"type\":\"byte\"}}", "{\"a\":{\"type\":\"long\"},\"b\":{\"type\":\"ip\"}}"))
                .isEqualTo("a LONG, b TEXT");
        assertThat(merged("{\"a\":{\"type\":\"float\"}}", "{\"a\":{\"type\":\"integer\"}}"))
                .isEqualTo("a DOUBLE");
        assertThat(merged("{\"a\":{\"type\":\"double\"}}", "{\"a\":{\"type\":\"long\"}}"))
                .isEqualTo("a JSON");
        assertThat(merged("{\"a\":{\"type\":\"keyword\"}}", "{\"a\":{\"properties\":{\"b\":{\"type\":\"long\"}}}}"))
                .isEqualTo("a JSON");
        assertThat(merged("{\"a\":{\"type\":\"date\",\"format\":\"epoch_second\"}}", "{\"a\":{\"type\":\"date\"}}"))
                .isEqualTo("a JSON");
        assertThat(merged(
                        "{\"a\":{\"type\":\"nested\",\"properties\":{\"b\":{\"type\":\"long\"}}}}",
                        "{\"a\":{\"properties\":{\"c\":{\"type\":\"long\"}}}}"))
                .isEqualTo("a[]{b LONG, c LONG}");
    }

    @Test
    void takesTheFieldsThatAreAskedForAlsoWhereTheyAreNotMapped() {
        List<Column> all = columns(MAPPING);

        assertThat(shown(ColumnChoice.choose(all, List.of("at", "n*", "labels.x", "odd", "more.odd", "at.odd"))))
                .isEqualTo("name TEXT, at{city TEXT, gone JSON, odd JSON}, labels JSON, nothing JSON, odd JSON,"
                        + " more{odd JSON}");
        assertThat(shown(ColumnChoice.choose(all, List.of("*.city")))).isEqualTo("at{city TEXT}");
        assertThatThrownBy(() ->
                        new ParquetSchema(ColumnChoice.choose(all, List.of("zzz*")), Meta.WITHOUT, OnMismatch.FAIL))
                .hasMessageContaining("the index has no mapped field to make a column of; name some with --fields");
    }

    @Test
    void makesListsWhereASampleHasArraysOrSomebodySaysSo() {
        ArraySample sample = ArraySample.none();
        sample.look("{\"at\":[{\"city\":\"a\"}],\"half\":[],\"labels\":{\"x\":[1]}}".getBytes(StandardCharsets.UTF_8));
        sample.look("{\"parts\":{\"n\":[1,2]},\"at.city\":1}".getBytes(StandardCharsets.UTF_8));

        String columns = shown(ColumnChoice.withArrays(columns(MAPPING), sample, List.of("name", "se*")));

        assertThat(columns)
                .startsWith("name[] TEXT, at[]{city TEXT, gone JSON}, parts[]{n[] LONG}, labels JSON,")
                .endsWith("half DOUBLE, seen[] LONG");
        assertThatThrownBy(() -> ColumnChoice.withArrays(columns(MAPPING), sample, List.of("nmae")))
                .hasMessageContaining("--array-fields: 'nmae' is no field of the export");
    }

    @Test
    void remembersColumnsAsJson() {
        ParquetSchema schema = new ParquetSchema(columns(MAPPING), Meta.WITH, OnMismatch.JSON);

        String json = Json.MAPPER.writeValueAsString(schema);

        assertThat(json).contains("{\"name\":\"when\",\"type\":\"DATE\",\"shape\":\"ONE\",\"format\":\"yyyy\"}");
        assertThat(Json.MAPPER.readValue(json, ParquetSchema.class)).isEqualTo(schema);
    }

    private static String merged(String some, String others) {
        return shown(MappingColumns.merge(
                columns("{\"properties\":" + some + "}"), columns("{\"properties\":" + others + "}")));
    }

    private static List<Column> columns(String mapping) {
        return MappingColumns.of(Json.MAPPER.readTree(mapping));
    }

    private static String shown(List<Column> columns) {
        return columns.stream().map(ColumnsTest::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Column column) {
        @Nullable String format = column.format();
        return column.name()
                + (column.isMany() ? "[]" : "")
                + (column.isGroup() ? "{" + shown(column.fields()) + "}" : " " + column.type())
                + (format == null ? "" : "(" + format + ")");
    }
}
