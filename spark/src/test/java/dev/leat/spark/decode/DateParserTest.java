package dev.leat.spark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Dates in all formats that have a name, held against what Elasticsearch 9.4.3 made of them. */
class DateParserTest {

    /** The format, a date, and the moment that Elasticsearch indexed. */
    private static final String[][] INDEXED = {
        {"basic_date", "20200229", "2020-02-29T00:00:00.000Z"},
        {"basic_date_time", "20200229T123001.123Z", "2020-02-29T12:30:01.123Z"},
        {"basic_date_time_no_millis", "20200229T123001+0200", "2020-02-29T10:30:01.000Z"},
        {"basic_ordinal_date", "2020060", "2020-02-29T00:00:00.000Z"},
        {"basic_ordinal_date_time", "2020060T123001.123Z", "2020-02-29T12:30:01.123Z"},
        {"basic_ordinal_date_time_no_millis", "2020060T123001Z", "2020-02-29T12:30:01.000Z"},
        {"basic_time", "123001.123Z", "1970-01-01T12:30:01.123Z"},
        {"basic_time_no_millis", "123001Z", "1970-01-01T12:30:01.000Z"},
        {"basic_t_time", "T123001.123Z", "1970-01-01T12:30:01.123Z"},
        {"basic_t_time_no_millis", "T123001Z", "1970-01-01T12:30:01.000Z"},
        {"basic_week_date", "2020W096", "2020-02-29T00:00:00.000Z"},
        {"basic_week_date_time", "2020W096T123001.123Z", "2020-02-29T12:30:01.123Z"},
        {"basic_week_date_time_no_millis", "2020W096T123001Z", "2020-02-29T12:30:01.000Z"},
        {"date", "2020-02-29", "2020-02-29T00:00:00.000Z"},
        {"date_hour", "2020-02-29T12", "2020-02-29T12:00:00.000Z"},
        {"date_hour_minute", "2020-02-29T12:30", "2020-02-29T12:30:00.000Z"},
        {"date_hour_minute_second", "2020-02-29T12:30:01", "2020-02-29T12:30:01.000Z"},
        {"date_hour_minute_second_fraction", "2020-02-29T12:30:01.123", "2020-02-29T12:30:01.123Z"},
        {"date_hour_minute_second_millis", "2020-02-29T12:30:01.123", "2020-02-29T12:30:01.123Z"},
        {"date_optional_time", "2020-2-9T12:30", "2020-02-09T12:30:00.000Z"},
        {"date_time", "2020-02-29T12:30:01.123Z", "2020-02-29T12:30:01.123Z"},
        {"date_time_no_millis", "2020-02-29T12:30:01+02:00", "2020-02-29T10:30:01.000Z"},
        {"hour", "12", "1970-01-01T12:00:00.000Z"},
        {"hour_minute", "12:30", "1970-01-01T12:30:00.000Z"},
        {"hour_minute_second", "12:30:01", "1970-01-01T12:30:01.000Z"},
        {"hour_minute_second_fraction", "12:30:01.123", "1970-01-01T12:30:01.123Z"},
        {"hour_minute_second_millis", "12:30:01.123", "1970-01-01T12:30:01.123Z"},
        {"iso8601", "2020-02-29T12:30:01,123Z", "2020-02-29T12:30:01.123Z"},
        {"ordinal_date", "2020-060", "2020-02-29T00:00:00.000Z"},
        {"ordinal_date_time", "2020-060T12:30:01.123Z", "2020-02-29T12:30:01.123Z"},
        {"ordinal_date_time_no_millis", "2020-060T12:30:01Z", "2020-02-29T12:30:01.000Z"},
        {"time", "12:30:01.123Z", "1970-01-01T12:30:01.123Z"},
        {"time_no_millis", "12:30:01Z", "1970-01-01T12:30:01.000Z"},
        {"t_time", "T12:30:01.123Z", "1970-01-01T12:30:01.123Z"},
        {"t_time_no_millis", "T12:30:01Z", "1970-01-01T12:30:01.000Z"},
        {"week_date", "2020-W09-6", "2020-02-29T00:00:00.000Z"},
        {"week_date_time", "2020-W09-6T12:30:01.123Z", "2020-02-29T12:30:01.123Z"},
        {"week_date_time_no_millis", "2020-W09-6T12:30:01Z", "2020-02-29T12:30:01.000Z"},
        {"weekyear", "2020", "2019-12-30T00:00:00.000Z"},
        {"weekyear_week", "2020-W09", "2020-02-24T00:00:00.000Z"},
        {"weekyear_week_day", "2020-W09-6", "2020-02-29T00:00:00.000Z"},
        {"year", "2020", "2020-01-01T00:00:00.000Z"},
        {"year_month", "2020-02", "2020-02-01T00:00:00.000Z"},
        {"year_month_day", "2020-02-29", "2020-02-29T00:00:00.000Z"},
        {"strict_date", "2020-02-29", "2020-02-29T00:00:00.000Z"},
        {"strict_date_time", "2020-02-29T12:30:01.123+01:00", "2020-02-29T11:30:01.123Z"},
        {"strict_week_date", "2020-W09-6", "2020-02-29T00:00:00.000Z"},
        {"strict_year_month", "2020-02", "2020-02-01T00:00:00.000Z"},
        {"epoch_millis", "1582979401123", "2020-02-29T12:30:01.123Z"},
        {"epoch_second", "1582979401", "2020-02-29T12:30:01.000Z"},
        {"strict_date_optional_time", "2020-02-29T12", "2020-02-29T12:00:00.000Z"},
        {"yyyy-MM-dd HH:mm:ss", "2020-02-29 12:30:01", "2020-02-29T12:30:01.000Z"},
        {"dd MMM yyyy", "29 Feb 2020", "2020-02-29T00:00:00.000Z"},
        {"EEE, d MMM yyyy HH:mm:ss Z", "Sat, 29 Feb 2020 12:30:01 +0100", "2020-02-29T11:30:01.000Z"},
        {"yyyy", "2020", "2020-01-01T00:00:00.000Z"},
        {"HH:mm", "12:30", "1970-01-01T12:30:00.000Z"},
        {"yyyy-MM-dd'T'HH:mm:ssXXX", "2020-02-29T12:30:01+02:00", "2020-02-29T10:30:01.000Z"},
        {"uuuu/MM/dd||epoch_second", "2020/02/29", "2020-02-29T00:00:00.000Z"}
    };

    private static long millis(String format, String text) {
        return Math.floorDiv(new DateParser(format).parse(text), 1_000);
    }

    @Test
    void readsDatesAsElasticsearchDoes() {
        for (String[] one : INDEXED) {
            assertThat(millis(one[0], one[1]))
                    .as("%s as %s", one[1], one[0])
                    .isEqualTo(Instant.parse(one[2]).toEpochMilli());
        }
    }

    @Test
    void triesOneFormatAfterTheOther() {
        DateParser parser = new DateParser("strict_date_optional_time||epoch_millis");

        assertThat(parser.parse("20200101")).isEqualTo(20_200_101_000L);
        assertThat(parser.parse("1.5")).isEqualTo(1_500);
        assertThat(parser.parse("-1500"))
                .isEqualTo(Instant.parse("-1500-01-01T00:00:00Z").getEpochSecond() * 1_000_000);
        assertThat(parser.parse("1969-12-31T23:59:59.9999999Z")).isEqualTo(-1);
    }

    @Test
    void refusesWhatIsNoDate() {
        DateParser parser = new DateParser("strict_date_optional_time||epoch_millis");

        assertThatThrownBy(() -> parser.parse("2020-1-1")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> parser.parse("2020-02-30")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> parser.parse("9223372036854775807"))
                .isInstanceOf(DateTimeException.class)
                .hasMessageContaining("beyond");
    }
}
