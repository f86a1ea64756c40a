package dev.leat.cassandra.table;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How long a bucket of time is; buckets begin in UTC. */
public enum BucketUnit {
    HOUR(ChronoUnit.HOURS, "uuuuMMddHH"),
    DAY(ChronoUnit.DAYS, "uuuuMMdd"),
    MONTH(ChronoUnit.MONTHS, "uuuuMM");

    private static final long MICROS = 1_000_000;

    private final ChronoUnit length;
    private final DateTimeFormatter digits;

    BucketUnit(ChronoUnit length, String digits) {
        this.length = length;
        this.digits = DateTimeFormatter.ofPattern(digits);
    }

    /** The beginning of the bucket that a time in microseconds is in. */
    ZonedDateTime beginning(long micros) {
        ZonedDateTime time =
                Instant.ofEpochSecond(Math.floorDiv(micros, MICROS)).atZone(ZoneOffset.UTC);
        return this == MONTH ? time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1) : time.truncatedTo(length);
    }

    ZonedDateTime next(ZonedDateTime bucket) {
        return bucket.plus(1, length);
    }

    String digits(ZonedDateTime bucket) {
        return digits.format(bucket);
    }
}
