package dev.leat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void findsTheValueOfAnOutermostKeyOnly() {
        String text =
                "{\"a\": {\"errors\":1, \"s\":\"}]\\\"\"}, \"errors\" : false , \"items\":[1, {\"x\":[2]} ,\"]\" ]}";

        int errors = JsonText.valueOf(text, "errors");
        int items = JsonText.valueOf(text, "items");

        assertThat(text.substring(errors, JsonText.end(text, errors))).isEqualTo("false");
        assertThat(JsonText.elements(text, items)).containsExactly("1", "{\"x\":[2]}", "\"]\"");
        assertThat(JsonText.valueOf(text, "x")).isEqualTo(-1);
    }

    @Test
    void findsNothingInAnEmptyObject() {
        assertThat(JsonText.valueOf("{}", "items")).isEqualTo(-1);
    }
}
