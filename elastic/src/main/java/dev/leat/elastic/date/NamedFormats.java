package dev.leat.elastic.date;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that Elasticsearch has for formats of dates, and their patterns. In a pattern {@code F} stands for a
 * fraction of a second with its point, {@code z} for an offset in any of its forms, {@code #} for the year that a week
 * belongs to, {@code %} for the week in two digits, {@code ~} for it in one or two, and {@code &} for the day in it.
 */
final class NamedFormats {

    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry("basic_date", "uuuuMMdd"),
            Map.entry("basic_date_time", "uuuuMMdd'T'HHmmssFz"),
            Map.entry("basic_date_time_no_millis", "uuuuMMdd'T'HHmmssz"),
            Map.entry("basic_ordinal_date", "uuuuDDD"),
            Map.entry("basic_ordinal_date_time", "uuuuDDD'T'HHmmssFz"),
            Map.entry("basic_ordinal_date_time_no_millis", "uuuuDDD'T'HHmmssz"),
            Map.entry("basic_time", "HHmmssFz"),
            Map.entry("basic_time_no_millis", "HHmmssz"),
            Map.entry("basic_t_time", "'T'HHmmssFz"),
            Map.entry("basic_t_time_no_millis", "'T'HHmmssz"),
            Map.entry("basic_week_date", "#'W'%&"),
            Map.entry("basic_week_date_time", "#'W'%&'T'HHmmssFz"),
            Map.entry("basic_week_date_time_no_millis", "#'W'%&'T'HHmmssz"),
            Map.entry("date", "u-M-d"),
            Map.entry("date_hour", "u-M-d'T'H"),
            Map.entry("date_hour_minute", "u-M-d'T'H:m"),
            Map.entry("date_hour_minute_second", "u-M-d'T'H:m:s"),
            Map.entry("date_hour_minute_second_fraction", "u-M-d'T'H:m:sF"),
            Map.entry("date_hour_minute_second_millis", "u-M-d'T'H:m:sF"),
            Map.entry("date_optional_time", "u[-M[-d['T'[H[:m[:s[F]]]][z]]]]"),
            Map.entry("date_time", "u-M-d'T'H:m:sFz"),
            Map.entry("date_time_no_millis", "u-M-d'T'H:m:sz"),
            Map.entry("hour", "H"),
            Map.entry("hour_minute", "H:m"),
            Map.entry("hour_minute_second", "H:m:s"),
            Map.entry("hour_minute_second_fraction", "H:m:sF"),
            Map.entry("hour_minute_second_millis", "H:m:sF"),
            Map.entry("ordinal_date", "u-D"),
            Map.entry("ordinal_date_time", "u-D'T'H:m:sFz"),
            Map.entry("ordinal_date_time_no_millis", "u-D'T'H:m:sz"),
            Map.entry("time", "H:m:sFz"),
            Map.entry("time_no_millis", "H:m:sz"),
            Map.entry("t_time", "'T'H:m:sFz"),
            Map.entry("t_time_no_millis", "'T'H:m:sz"),
            Map.entry("week_date", "#-'W'~-&"),
            Map.entry("week_date_time", "#-'W'~-&'T'H:m:sFz"),
            Map.entry("week_date_time_no_millis", "#-'W'~-&'T'H:m:sz"),
            Map.entry("weekyear", "#"),
            Map.entry("weekyear_week", "#-'W'~"),
            Map.entry("weekyear_week_day", "#-'W'~-&"),
            Map.entry("year", "u"),
            Map.entry("year_month", "u-M"),
            Map.entry("year_month_day", "u-M-d"));

    private static final String OFFSETS = "[XXX][XX][X]";

    /** Which stands for digits that need no zeros before them. */
    private static final Pattern LONE_LETTER = Pattern.compile("(?<![uMdHmsD])[uMdHmsD](?![uMdHmsD])");

    private NamedFormats() {}

    /** The formatters of a name, or of a pattern of somebody's own; none when there is no such thing. */
    static List<DateTimeFormatter> find(String name, Locale locale) {
        @Nullable String pattern = PATTERNS.get(name.startsWith("strict_") ? name.substring("strict_".length()) : name);
        try {
            return List.of(
                    pattern == null
                            ? new DateTimeFormatterBuilder().appendPattern(name).toFormatter(locale)
                            : compile(pattern, OFFSETS).toFormatter(locale));
        } catch (IllegalArgumentException | DateTimeException e) {
            return List.of();
        }
    }

    /** As {@link #find}, for a formatter that writes: one way of many, which also the strict formats take. */
    static List<DateTimeFormatter> findForWriting(String name, Locale locale) {
        @Nullable String pattern = PATTERNS.get(name.startsWith("strict_") ? name.substring("strict_".length()) : name);
        if (pattern == null) {
            return find(name, locale);
        }
        String padded = LONE_LETTER.matcher(pattern).replaceAll(letter -> switch (letter.group()) {
            case "u" -> "uuuu";
            case "D" -> "DDD";
            default -> letter.group().repeat(2);
        });
        return List.of(compile(padded.replace('~', '%'), "XXX").toFormatter(locale));
    }

    private static DateTimeFormatterBuilder compile(String pattern, String offsets) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        StringBuilder run = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char letter = pattern.charAt(at);
            if ("F[]#%~&".indexOf(letter) >= 0) {
                append(builder, run);
                special(builder, letter);
            } else {
                run.append(letter == 'z' ? offsets : String.valueOf(letter));
            }
        }
        append(builder, run);
        return builder;
    }

    private static void special(DateTimeFormatterBuilder builder, char letter) {
        switch (letter) {
            case 'F' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true);
            case '[' -> builder.optionalStart();
            case ']' -> builder.optionalEnd();
            case '#' -> builder.appendValue(IsoFields.WEEK_BASED_YEAR, 4);
            case '%' -> builder.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2);
            case '~' -> builder.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1, 2, SignStyle.NOT_NEGATIVE);
            default -> builder.appendValue(ChronoField.DAY_OF_WEEK, 1);
        }
    }

    private static void append(DateTimeFormatterBuilder builder, StringBuilder run) {
        if (!run.isEmpty()) {
            builder.appendPattern(run.toString());
            run.setLength(0);
        }
    }
}
