package dev.leat.sources.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

    @Test
    void keepsOrdinaryNames() {
        assertThat(names("Id", "Größe", "with space", "a-b")).containsExactly("Id", "Größe", "with space", "a-b");
    }

    @Test
    void renamesWhatElasticsearchWouldMisunderstand() {
        assertThat(names("_id", "_source", "a.b", "", "  ", "table", "left_out", ".x.", "id"))
                .containsExactly(
                        "column_id",
                        "column_source",
                        "a_b",
                        "column_4",
                        "column_5",
                        "column_table",
                        "column_left_out",
                        "column_x_",
                        "column_id_2");
    }

    @Test
    void neverGivesTwoColumnsOneName() {
        assertThat(names("a.b", "a_b", "a_b_2", "_id", "column_id"))
                .containsExactly("a_b_3", "a_b", "a_b_2", "column_id_2", "column_id");
    }

    private static List<String> names(String... columns) {
        return FieldNames.of(
                Stream.of(columns)
                        .map(name -> new Table.Column(
                                name, Table.Typing.STRICT, "text", name, ValueReader.text(), IdText.PLAIN))
                        .toList(),
                "table");
    }
}
