package dev.leat.spark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.date.DateText;
import dev.leat.testing.Seeds;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class DateTextTest {

    /** Formats that have room for every microsecond of four-digit years. */
    private static final List<String> WHOLE = List.of(
            "strict_date_optional_time||epoch_millis",
            "strict_date_optional_time_nanos||epoch_millis",
            "epoch_millis",
            "epoch_second",
            "strict_date_time",
            "date_time",
            "basic_date_time",
            "basic_ordinal_date_time",
            "ordinal_date_time",
            "uuuu/MM/dd HH:mm:ss.SSSSSS");

    private static final List<String> COARSE =
            List.of("dd/MM/yyyy", "basic_date", "date_hour_minute_second", "year_month", "week_date", "hour_minute");

    @Test
    void writesWhatTheParserReadsBack(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        long first = micros("0001-01-01T00:00:00Z");
        long last = micros("9999-12-31T23:59:59.999999Z");

        for (String format : WHOLE) {
            DateText text = new DateText(format);
            DateParser parser = new DateParser(format);
            for (int round = 0; round < 500; round++) {
                long moment = random.nextLong(first, last);
                long cut = round % 3 == 0 ? moment - Math.floorMod(moment, 1_000_000L) : moment;
                assertThat(text.moment(cut).map(parser::parse))
                        .as("%s %s", format, cut)
                        .contains(cut);
            }
        }
    }

    @Test
    void writesNothingRatherThanSomethingElse(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();

        for (String format : COARSE) {
            DateText text = new DateText(format);
            DateParser parser = new DateParser(format);
            for (int round = 0; round < 500; round++) {
                long moment = random.nextLong(-4_000_000_000_000_000L, 4_000_000_000_000_000L);
                assertThat(text.moment(moment).map(parser::parse).orElse(moment))
                        .isEqualTo(moment);
            }
        }
        assertThat(new DateText("dd/MM/yyyy").moment(micros("2020-02-29T00:00:00Z")))
                .contains("29/02/2020");
        assertThat(new DateText("dd/MM/yyyy").moment(micros("2020-02-29T00:00:01Z")))
                .isEmpty();
    }

    @Test
    void prefersIsoAndWritesDaysShort() {
        DateText usual = new DateText("epoch_millis||strict_date_optional_time");

        assertThat(usual.moment(micros("2020-02-29T12:30:01Z"))).contains("2020-02-29T12:30:01.000Z");
        assertThat(usual.moment(micros("2020-02-29T12:30:01.123456Z"))).contains("2020-02-29T12:30:01.123456Z");
        assertThat(usual.day((int) LocalDate.parse("2020-02-29").toEpochDay())).contains("2020-02-29");
        assertThat(new DateText("epoch_millis").moment(1_582_979_401_123_456L)).contains("1582979401123.456");
        assertThat(new DateText("epoch_second").day(1)).contains("86400");
        assertThat(usual.moment(micros("+12345-01-01T00:00:00Z"))).contains("327403382400000");
    }

    private static long micros(String instant) {
        Instant moment = Instant.parse(instant);
        return Math.addExact(moment.getEpochSecond() * 1_000_000, moment.getNano() / 1_000);
    }
}
