package dev.leat.datastore.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The quick way for our own form must agree with that of java.time, wherever it is taken. */
final class DatesTest {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    @Test
    void writesAndReadsMomentsAsJavaDoes() {
        long seed = Long.getLong("leat.seed", System.nanoTime());
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);

        for (int i = 0; i < 20_000; i++) {
            check(Instant.ofEpochMilli(random.nextLong(FIRST, LAST + 1)));
        }
    }

    @Test
    void writesAndReadsTheMomentsAtTheEdges() {
        for (long moment :
                new long[] {FIRST, LAST, 0, -1, 1, -62_135_596_800_000L, 951_782_400_000L, 4_107_542_399_999L}) {
            check(Instant.ofEpochMilli(moment));
        }
    }

    private static void check(Instant moment) {
        String text = Dates.format(moment);

        assertThat(text).isEqualTo(MILLISECONDS.format(moment));
        assertThat(Dates.parse(text)).isEqualTo(moment);
    }

    @Test
    void writesMoreDigitsWhereThereAreMore() {
        assertThat(Dates.format(Instant.parse("2026-11-21T03:00:00.000001Z"))).isEqualTo("2026-11-21T03:00:00.000001Z");
        assertThat(Dates.format(Instant.parse("2026-11-21T03:00:00.123456789Z")))
                .isEqualTo("2026-11-21T03:00:00.123456789Z");
    }

    @Test
    void readsTheSameTextsAsJavaAndRefusesTheSame() {
        for (String text : new String[] {
            "2026-11-21T24:00:00.000Z",
            "2026-12-31T23:59:60.000Z",
            "2024-02-29T00:00:00.000Z",
            "2026-11-21T03:00:00.1234Z"
        }) {
            assertThat(Dates.parse(text)).as(text).isEqualTo(Instant.parse(text));
        }
        for (String text : new String[] {
            "2026-02-29T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z",
            "2026-00-01T00:00:00.000Z",
            "2026-11-21T25:00:00.000Z",
            "2026-11-21T03:60:00.000Z",
            "2026-11-21T03:00:61.000Z",
            "2026-11-21T03:00:00,000Z",
            "2026-11-21T03:00:00.000z",
            "-001-11-21T03:00:00.000Z",
            "２026-11-21T03:00:00.000Z"
        }) {
            assertThat(Dates.parse(text)).as(text).isNull();
        }
    }
}
