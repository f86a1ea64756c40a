package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.schedule.QuartzSchedule;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueRunTest {

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            0 0 * * * ?   | 2026-03-01T10:00:00Z | 2026-03-01T10:59:59Z |
            0 0 * * * ?   | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z | 2026-03-01T11:00:00Z
            0 0 * * * ?   | 2026-03-01T10:00:00Z | 2026-03-01T17:30:00Z | 2026-03-01T17:00:00Z
            * * * * * ?   | 2020-03-01T10:00:00Z | 2026-03-01T17:30:00.5Z | 2026-03-01T17:30:00Z
            0 0 0 1 1 ?   | 2020-03-01T10:00:00Z | 2026-03-01T17:30:00Z | 2026-01-01T00:00:00Z
            0 0 0 29 2 ?  | 2020-03-01T10:00:00Z | 2026-03-01T17:30:00Z | 2024-02-29T00:00:00Z
            * * * * * ? 1970-2000 | 1970-01-01T00:00:00Z | 2026-03-01T17:30:00Z | 2000-12-31T23:59:59Z
            0 0 0 1 1 ? 2022 | 2020-03-01T10:00:00Z | 2026-03-01T17:30:00Z | 2022-01-01T00:00:00Z
            """)
    void isTheLastOfThoseThatWereMissed(String interval, Instant since, Instant now, Instant expected) {
        QuartzSchedule schedule = QuartzSchedule.parse(interval, ZoneOffset.UTC);

        assertThat(DueRun.find(schedule, since, now).orElse(null)).isEqualTo(expected);
    }

    @Test
    void isNoneBeforeTheScheduleFiresAgain() {
        QuartzSchedule schedule = QuartzSchedule.parse("0 0 0 * * ?", ZoneOffset.UTC);
        Instant midnight = Instant.parse("2026-03-01T00:00:00Z");

        assertThat(DueRun.find(schedule, midnight, midnight.plusSeconds(80_000)))
                .isEmpty();
    }
}
