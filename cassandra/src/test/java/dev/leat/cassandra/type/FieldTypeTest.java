package dev.leat.cassandra.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '~', textBlock = """
            "x"                  | text
            ""                   | text
            true                 | boolean
            -5                   | bigint
            9223372036854775807  | bigint
            9223372036854775808  | varint
            1.5                  | double
            1e3                  | double
            null                 | -
            []                   | -
            [null]               | -
            ["a", "b"]           | frozen<list<text>>
            [1, 2.5]             | frozen<list<double>>
            [true]               | frozen<list<boolean>>
            """)
    void tellsTheTypeOfAColumn(String json, String cql) {
        assertThat(FieldType.of(json).orElse(null)).isEqualTo(cql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": 1}   | no column is added for an object; add one of a type of your own, or a map
            [{}]       | no column is added for an object; add one of a type of your own, or a map
            [[1]]      | no column is added for an array of arrays
            [1, "a"]   | no column is added for an array of different types: [bigint, text]
            """)
    void saysWhatGetsNoColumn(String json, String message) {
        assertThatThrownBy(() -> FieldType.of(json))
                .isInstanceOf(UnmappableException.class)
                .hasMessage(message);
    }
}
