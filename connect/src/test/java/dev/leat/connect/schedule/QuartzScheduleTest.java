package dev.leat.connect.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

class QuartzScheduleTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 0 0 * * ?           | 2026-11-22T00:00:00Z 2026-11-23T00:00:00Z
            0 0/15 * * * ?        | 2026-11-21T12:15:00Z 2026-11-21T12:30:00Z
            0 5/20 * * * ?        | 2026-11-21T12:05:00Z 2026-11-21T12:25:00Z
            0 /20 * * * ?         | 2026-11-21T12:20:00Z 2026-11-21T12:40:00Z
            0/30 * * * * ?        | 2026-11-21T12:00:30Z 2026-11-21T12:01:00Z
            0 0 22-2 * * ?        | 2026-11-21T22:00:00Z 2026-11-21T23:00:00Z 2026-11-22T00:00:00Z
            0 0 8,20 * * ?        | 2026-11-21T20:00:00Z 2026-11-22T08:00:00Z
            0 0 9-17/4 * * ?      | 2026-11-21T13:00:00Z 2026-11-21T17:00:00Z 2026-11-22T09:00:00Z
            0 0 0 L * ?           | 2026-11-30T00:00:00Z 2026-12-31T00:00:00Z
            0 0 0 L-3 * ?         | 2026-11-27T00:00:00Z 2026-12-28T00:00:00Z
            0 0 0 LW * ?          | 2026-11-30T00:00:00Z 2026-12-31T00:00:00Z 2027-01-29T00:00:00Z
            0 0 0 15W * ?         | 2026-12-15T00:00:00Z 2027-01-15T00:00:00Z
            0 0 0 1W 8 ?          | 2027-08-02T00:00:00Z
            0 0 0 1W 5 ?          | 2027-05-03T00:00:00Z
            0 0 0 31W 1,4,10 ?    | 2027-01-29T00:00:00Z 2027-10-29T00:00:00Z
            0 0 0 ? * MON-FRI     | 2026-11-23T00:00:00Z 2026-11-24T00:00:00Z
            0 0 0 ? * 2-6         | 2026-11-23T00:00:00Z 2026-11-24T00:00:00Z
            0 0 0 ? * 1           | 2026-11-22T00:00:00Z 2026-11-29T00:00:00Z
            0 0 0 ? * 7           | 2026-11-28T00:00:00Z 2026-12-05T00:00:00Z
            0 0 0 ? * L           | 2026-11-28T00:00:00Z
            0 0 0 ? * fri-mon     | 2026-11-22T00:00:00Z 2026-11-23T00:00:00Z 2026-11-27T00:00:00Z
            0 0 0 ? * 6L          | 2026-11-27T00:00:00Z 2026-12-25T00:00:00Z
            0 0 0 ? * FRIL        | 2026-11-27T00:00:00Z
            0 0 0 ? * 6#3         | 2026-12-18T00:00:00Z
            0 0 0 ? * MON#5       | 2026-11-30T00:00:00Z 2027-03-29T00:00:00Z
            0 0 0 29 2 ?          | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z
            0 0 0 1 JAN ? 2030    | 2030-01-01T00:00:00Z -
            0 0 0 1 1 ? 2028/2    | 2028-01-01T00:00:00Z 2030-01-01T00:00:00Z
            0 0 0 31 2 ?          | -
            0 0 0 * * * 2020      | -
            0 0 0 * * MON         | 2026-11-23T00:00:00Z
            0 0 0 ? * ?           | 2026-11-22T00:00:00Z
            """)
    void findsTheNextTimes(String expression, String times) {
        QuartzSchedule schedule = QuartzSchedule.parse(expression, UTC);

        Optional<Instant> at = Optional.of(Instant.parse("2026-11-21T12:00:00Z"));
        for (String time : List.of(times.strip().split(" "))) {
            at = schedule.next(at.orElseThrow());
            assertThat(at.map(Instant::toString).orElse("-")).as(expression).isEqualTo(time);
        }
    }

    @Test
    void isDueRightAfterAGapThatSkippedIt() {
        assertThat(times("0 30 2 * * ?", BERLIN, "2026-03-27T22:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(times("0 0,30 2,3 * * ?", BERLIN, "2026-03-28T22:00:00Z", 3))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z");
        assertThat(times("0 30 0 * * ?", ZoneId.of("Africa/Cairo"), "2026-04-23T12:00:00Z", 2))
                .containsExactly("2026-04-23T22:00:00Z", "2026-04-24T21:30:00Z");
    }

    @Test
    void isDueOnceWhenTheTimeComesTwice() {
        assertThat(times("0 30 2 * * ?", BERLIN, "2026-10-24T22:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(times("0 0 0-2 * * ?", BERLIN, "2026-10-24T21:00:00Z", 4))
                .containsExactly(
                        "2026-10-24T22:00:00Z", "2026-10-24T23:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(times("0 30 2 * * ?", BERLIN, "2026-10-25T01:10:00Z", 1)).containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void goesOnEvenlyWhenEveryHourIsMeant() {
        assertThat(times("0 0/30 * * * ?", BERLIN, "2026-03-29T00:00:00Z", 3))
                .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
        assertThat(times("0 15 * * * ?", BERLIN, "2026-10-24T23:59:00Z", 3))
                .containsExactly("2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0 0 * * *        | has 5 fields, but needs 6 or 7
            ""               | has 0 fields
            0 61 0 * * ?     | in the field for the minute, 61 is not from 0 to 59
            0 0 0 32 * ?     | in the field for the day of the month, 32 is not from 1 to 31
            0 0 0 ? * 0      | in the field for the weekday, 0 is not from 1 to 7
            0 0 0 ? * MOO    | in the field for the weekday, 'MOO' is no number or name such as MON
            0 0 0 ? * 6#9    | in the field for the weekday, #9 is not from #1 to #5
            0 0/0 * * * ?    | the step 0 is not from 1 to 60
            */90 * * * * ?   | the step 90 is not from 1 to 60
            0 0 ? * * ?      | in the field for the hour, '?' makes no sense
            0 0 1,,2 * * ?   | in the field for the hour, '' makes no sense
            0 0 *-3 * * ?    | in the field for the hour, '*-3' makes no sense
            0 0 1-2-3 * * ?  | makes no sense
            0 0 99999999999 * * ? | is no number
            0 0 0 L-31 * ?   | L-31 is before every month
            0 0 0 1 * MON    | it has a day of the month and a weekday
            0 0 0 1 1 ? 2030-2020 | '2030-2020' goes backwards
            """)
    void saysInOneLineWhatIsWrong(String expression, String message) {
        assertThatThrownBy(() -> QuartzSchedule.parse(expression, UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The schedule '" + expression + "'")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    /** Quartz's own W is left out: it skips days that it should not. */
    @Test
    void agreesWithQuartzOnWhateverIsWritten() throws ParseException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String expression = randomExpression(random);
            CronExpression oracle = new CronExpression(expression);
            oracle.setTimeZone(TimeZone.getTimeZone("UTC"));
            QuartzSchedule schedule = QuartzSchedule.parse(expression, UTC);
            Instant after = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(200_000_000));

            for (int run = 0; run < 3; run++) {
                Optional<Instant> expected = Optional.ofNullable(oracle.getNextValidTimeAfter(Date.from(after)))
                        .map(Date::toInstant);
                assertThat(schedule.next(after))
                        .as("%s after %s (seed %d)", expression, after, seed)
                        .isEqualTo(expected);
                if (expected.isEmpty()) {
                    break;
                }
                after = expected.get();
            }
        }
    }

    private static List<String> times(String expression, ZoneId zone, String after, int count) {
        QuartzSchedule schedule = QuartzSchedule.parse(expression, zone);
        List<String> times = new ArrayList<>();
        Instant at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = schedule.next(at).orElseThrow();
            times.add(at.toString());
        }
        return times;
    }

    private static String randomExpression(Random random) {
        boolean byDay = random.nextBoolean();
        String day = pick(random, numbers(random, 1, 28), "L", "L-2", "*", "31", "1-10/3");
        String weekday = pick(random, numbers(random, 1, 7), "MON-FRI", "FRI-MON", "6L", "3#2", "SAT", "1,3,5");
        String year = pick(random, "", "", " *", " 2027", " 2028/4", " 2026-2030");
        return "%s %s %s %s %s %s%s"
                .formatted(
                        numbers(random, 0, 59),
                        pick(random, numbers(random, 0, 59), "0/7", "*", "*/15"),
                        pick(random, numbers(random, 0, 23), "*", "22-3", "8-18/2"),
                        byDay ? day : "?",
                        pick(random, numbers(random, 1, 12), "*", "*", "FEB", "NOV-FEB", "1/5"),
                        byDay ? "?" : weekday,
                        year);
    }

    private static String numbers(Random random, int least, int most) {
        return String.join(
                ",",
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> String.valueOf(least + random.nextInt(most - least + 1)))
                        .toList());
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
