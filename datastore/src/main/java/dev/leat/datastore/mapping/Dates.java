package dev.leat.datastore.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The one form in which moments are stored: ISO-8601 in UTC, with milliseconds, or more digits where there are more. */
final class Dates {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    /** What four digits of year can say; Elasticsearch takes no more in its default format. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int LONGEST = 64;

    private Dates() {}

    static String format(Instant instant) {
        boolean millisecondsSuffice = instant.truncatedTo(ChronoUnit.MILLIS).equals(instant);
        return millisecondsSuffice ? MILLISECONDS.format(instant) : DateTimeFormatter.ISO_INSTANT.format(instant);
    }

    static void write(Instant instant, Writing writing) {
        if (isStorable(instant)) {
            writing.out().writeString(format(instant));
        } else {
            writing.refuse("is a date outside the years 0 to 9999");
        }
    }

    static void write(LocalDate day, Writing writing) {
        if (day.getYear() >= 0 && day.getYear() <= 9999) {
            writing.out().writeString(day.toString());
        } else {
            writing.refuse("is a date outside the years 0 to 9999");
        }
    }

    private static boolean isStorable(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    /** Reads our own form, any other of ISO-8601, and milliseconds since 1970. */
    static @Nullable Instant read(Reading reading) {
        JsonToken token = reading.in().currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return parse(reading.in().getString());
        }
        if (token == JsonToken.VALUE_NUMBER_INT
                && reading.isLenient()
                && reading.in().getNumberType() != NumberType.BIG_INTEGER) {
            return Instant.ofEpochMilli(reading.in().getLongValue());
        }
        return null;
    }

    static @Nullable LocalDate readDay(Reading reading) {
        Instant instant = read(reading);
        return instant == null ? null : LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /** A time without a zone is UTC, as it is for Elasticsearch; a day begins at midnight. */
    static @Nullable Instant parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean hasOffset = text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
