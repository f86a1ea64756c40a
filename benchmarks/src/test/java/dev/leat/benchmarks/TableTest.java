package dev.leat.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("what", "s");
        table.add(List.of("a longer name", "1"));
        table.add(List.of("b", "123.45"));

        assertThat(table.toString()).isEqualTo("""
                        | what          |      s |
                        |---------------|-------:|
                        | a longer name |      1 |
                        | b             | 123.45 |
                        """);
    }

    @Test
    void aRowOfAnotherLengthIsAnError() {
        Table table = new Table("what", "s");

        assertThatThrownBy(() -> table.add(List.of("alone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 2 cells, not 1");
    }
}
