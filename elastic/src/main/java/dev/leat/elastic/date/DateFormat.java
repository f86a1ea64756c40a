package dev.leat.elastic.date;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates of one format of a mapping, with its alternatives, as Elasticsearch reads them; but finer parts than
 * milliseconds stay. Immutable and thread-safe.
 */
public final class DateFormat {

    /** One alternative of a format; null when the text is not of it. */
    @FunctionalInterface
    private interface Alternative {
        @Nullable
        Instant parse(String text);
    }

    private final List<Alternative> alternatives = new ArrayList<>();

    /** @param format alternatives with {@code ||} between; a locale may follow after {@code @@} */
    public DateFormat(String format) {
        int at = format.indexOf("@@");
        Locale locale = at < 0 ? Locale.ENGLISH : Locale.forLanguageTag(format.substring(at + 2));
        String names = at < 0 ? format : format.substring(0, at);
        for (String name : names.split("\\|\\|", -1)) {
            alternatives.add(alternative(name, locale));
        }
    }

    private static Alternative alternative(String name, Locale locale) {
        return switch (name) {
            case "epoch_millis" -> text -> epoch(text, 3);
            case "epoch_second" -> text -> epoch(text, 0);
            case "strict_date_optional_time", "strict_date_optional_time_nanos", "iso8601" -> IsoDate::parse;
            case "strict_date_time" -> text -> text.indexOf('T') > 0 ? IsoDate.parse(text) : null;
            default -> {
                List<DateTimeFormatter> formatters = NamedFormats.find(name, locale);
                yield text -> parse(text, formatters);
            }
        };
    }

    /**
     * The moment that a text stands for; what it leaves open is its beginning, in UTC.
     *
     * @throws DateTimeException when the text is no date of the format
     */
    public Instant parse(String text) {
        for (Alternative alternative : alternatives) {
            Instant instant = alternative.parse(text);
            if (instant != null) {
                return instant;
            }
        }
        throw new DateTimeException("not of the format");
    }

    /** A number of units of ten to the minus {@code scale} seconds. */
    private static @Nullable Instant epoch(String text, int scale) {
        if (text.isEmpty() || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '.')) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text).movePointLeft(scale);
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            long nanos = seconds.subtract(whole).movePointRight(9).longValue();
            return Instant.ofEpochSecond(whole.longValueExact(), nanos);
        } catch (NumberFormatException e) {
            return null;
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond all calendars", e);
        }
    }

    private static @Nullable Instant parse(String text, List<DateTimeFormatter> formatters) {
        for (DateTimeFormatter formatter : formatters) {
            try {
                return complete(formatter.parse(text));
            } catch (DateTimeException e) {
                // Another may fit.
            }
        }
        return null;
    }

    /** What a date leaves open is its beginning, in UTC. */
    private static Instant complete(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        @Nullable ZoneId zone = parsed.query(TemporalQueries.zone());
        @Nullable LocalTime time = parsed.query(TemporalQueries.localTime());
        return date(parsed)
                .atTime(time == null ? LocalTime.MIDNIGHT : time)
                .atZone(zone == null ? ZoneOffset.UTC : zone)
                .toInstant();
    }

    private static LocalDate date(TemporalAccessor parsed) {
        @Nullable LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date != null) {
            return date;
        }
        if (parsed.isSupported(IsoFields.WEEK_BASED_YEAR)) {
            long week = parsed.isSupported(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                    ? parsed.getLong(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                    : 1;
            return LocalDate.of((int) parsed.getLong(IsoFields.WEEK_BASED_YEAR), 1, 4)
                    .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
                    .with(ChronoField.DAY_OF_WEEK, 1);
        }
        int year = 1970;
        if (parsed.isSupported(ChronoField.YEAR)) {
            year = parsed.get(ChronoField.YEAR);
        } else if (parsed.isSupported(ChronoField.YEAR_OF_ERA)) {
            year = parsed.get(ChronoField.YEAR_OF_ERA);
        }
        int month = parsed.isSupported(ChronoField.MONTH_OF_YEAR) ? parsed.get(ChronoField.MONTH_OF_YEAR) : 1;
        int day = parsed.isSupported(ChronoField.DAY_OF_MONTH) ? parsed.get(ChronoField.DAY_OF_MONTH) : 1;
        return LocalDate.of(year, month, day);
    }
}
