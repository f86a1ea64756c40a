package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 1.0; true",
                "1; 1e0; true",
                "0.0; -0.0; true",
                "9007199254740993; 9007199254740992.0; false",
                "9223372036854775808; 9223372036854775808; true",
                "0.1; 0.10000000000000000001; true",
                "1; '\"1\"'; false",
                "1; true; false",
                "null; null; true",
                "[1, 2]; [1.0, 2]; true",
                "[1, 2]; [2, 1]; false",
                "[]; {}; false",
                "'{\"a\": 1, \"b\": [2]}'; '{\"b\": [2.0], \"a\": 1}'; true",
                "'{\"a\": null}'; {}; false",
                "'{\"a\": null}'; '{\"b\": null}'; false"
            })
    void knowsWhatIsTheSame(String a, String b, boolean same) {
        assertThat(Values.same(Json.MAPPER.readTree(a), Json.MAPPER.readTree(b)))
                .isEqualTo(same);
        assertThat(Values.same(Json.MAPPER.readTree(b), Json.MAPPER.readTree(a)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00.000Z",
        "2024-01-01T02:00:00+02:00",
        "2023-12-31T20:00:00-04:00",
        "2024-01-01T00:00:00",
        "2024-01-01",
        "1704067200000"
    })
    void readsDatesOfEveryForm(String date) {
        String json = date.length() > 10 && !date.contains("-") ? date : "\"" + date + "\"";

        assertThat(Values.moment(Json.MAPPER.readTree(json))).contains(Instant.parse("2024-01-01T00:00:00Z"));
    }

    @Test
    void knowsWhatIsNoDate() {
        assertThat(Values.moment(Json.MAPPER.readTree("\"2024-02-30\""))).isEmpty();
        assertThat(Values.moment(Json.MAPPER.readTree("1.5"))).isEmpty();
    }
}
