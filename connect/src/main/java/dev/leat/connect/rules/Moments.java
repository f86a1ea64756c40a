package dev.leat.connect.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times in common spellings: {@code 2026-03-01}, {@code 2026/03/01}, with a time after {@code T} or a
 * blank, fractions of seconds, {@code Z} or an offset; and that of mail and HTTP, {@code Sun, 1 Mar 2026 10:00:00 GMT}.
 * Without a zone, UTC is meant; without a time, midnight. Spellings whose day and month could be mixed up are not read.
 */
final class Moments {

    private static final Pattern ISO = Pattern.compile("\\d{4}([-/])\\d{2}\\1\\d{2}(?:[T ].{1,30})?");

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd[['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' '][XXX][XX][X]]")
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(java.util.Locale.ROOT);

    private Moments() {}

    /** The moment that a text stands for; null when it stands for none. */
    static @Nullable Instant parse(String text) {
        if (text.length() < 10 || text.length() > 60) {
            return null;
        }
        try {
            if (ISO.matcher(text).matches()) {
                return of(FORMAT.parseBest(
                        text.substring(0, 10).replace('/', '-') + text.substring(10),
                        OffsetDateTime::from,
                        LocalDateTime::from,
                        LocalDate::from));
            }
            return Character.isDigit(text.charAt(0)) && !text.contains(" ")
                    ? null
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The moment that the value of a document is or stands for; null when it is none. */
    static @Nullable Instant of(Object value) {
        try {
            return switch (value) {
                case Instant instant -> instant;
                case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                case TemporalAccessor other -> Instant.from(other);
                case CharSequence text -> parse(text.toString());
                default -> null;
            };
        } catch (DateTimeException e) {
            return null;
        }
    }
}
