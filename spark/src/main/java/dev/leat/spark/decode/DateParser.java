package dev.leat.spark.decode;

import dev.leat.elastic.date.DateFormat;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads dates of one format of Elasticsearch, with its alternatives, as microseconds since 1970; finer parts are cut
 * off. Immutable and thread-safe.
 */
final class DateParser {

    private static final long MICROS = 1_000_000;

    private final DateFormat format;

    /** @param format alternatives with {@code ||} between; a locale may follow after {@code @@} */
    DateParser(String format) {
        this.format = new DateFormat(format);
    }

    /** @throws DateTimeException when the text is no date of the format, or one that Spark cannot hold */
    long parse(String text) {
        Instant instant = format.parse(text);
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond Spark's timestamps", e);
        }
    }
}
