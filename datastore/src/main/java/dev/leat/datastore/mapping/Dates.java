package dev.leat.datastore.mapping;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
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

    /** Our own form with milliseconds, in which nearly all moments are stored: a digit for each 0, the rest as it is. */
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Dates() {}

    static String format(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        if (nanos % NANOS_PER_MILLI != 0) {
            return DateTimeFormatter.ISO_INSTANT.format(instant);
        }
        return isStorable(instant) ? milliseconds(seconds, nanos / NANOS_PER_MILLI) : MILLISECONDS.format(instant);
    }

    /** What the formatter writes for years of four digits, in a fraction of its time. */
    private static String milliseconds(long seconds, int milliseconds) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        byte[] text = FORM.getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 0, 4, day.getYear());
        digits(text, 5, 7, day.getMonthValue());
        digits(text, 8, 10, day.getDayOfMonth());
        digits(text, 11, 13, second / 3600);
        digits(text, 14, 16, second / 60 % 60);
        digits(text, 17, 19, second % 60);
        digits(text, 20, 23, milliseconds);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
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
            if (isOwnForm(text)) {
                return ofOwnForm(text);
            }
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

    private static boolean isOwnForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        // The end of a day, 24:00, and leap seconds are for the parser, as is what is no time.
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    private static Instant ofOwnForm(String text) {
        LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int second = number(text, 11, 13) * 3600 + number(text, 14, 16) * 60 + number(text, 17, 19);
        return Instant.ofEpochSecond(
                day.toEpochDay() * SECONDS_PER_DAY + second, (long) number(text, 20, 23) * NANOS_PER_MILLI);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
