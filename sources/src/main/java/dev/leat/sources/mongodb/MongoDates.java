package dev.leat.sources.mongodb;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes dates as Elastic's own connector does: ISO-8601 in UTC without a zone, with six digits of a second when there
 * are any. Stateless.
 */
final class MongoDates {

    /** The first and the last millisecond of the years 1 to 9999. */
    static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

    static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private MongoDates() {}

    static boolean isInRange(long epochMillis) {
        return epochMillis >= FIRST && epochMillis <= LAST;
    }

    /** For dates beyond the range, the year takes as many digits as it needs. */
    static String text(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1000L), 0, ZoneOffset.UTC);
        int millis = (int) Math.floorMod(epochMillis, 1000L);
        StringBuilder text = new StringBuilder(26);
        if (isInRange(epochMillis)) {
            pad(text, time.getYear(), 4);
        } else {
            text.append(time.getYear());
        }
        pad(text.append('-'), time.getMonthValue(), 2);
        pad(text.append('-'), time.getDayOfMonth(), 2);
        pad(text.append('T'), time.getHour(), 2);
        pad(text.append(':'), time.getMinute(), 2);
        pad(text.append(':'), time.getSecond(), 2);
        if (millis != 0) {
            pad(text.append('.'), millis * 1000, 6);
        }
        return text.toString();
    }

    private static void pad(StringBuilder text, int number, int digits) {
        String written = Integer.toString(number);
        text.repeat('0', digits - written.length()).append(written);
    }
}
