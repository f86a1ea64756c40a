package dev.leat.elastic.date;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes dates in a format of Elasticsearch, so that {@link DateFormat} reads the same microsecond: the inverse of it.
 * Of the alternatives of a format ISO 8601 comes first, then numbers, then the others. Immutable and thread-safe.
 */
public final class DateText {

    /** The format of fields that the mapping does not have, which Elasticsearch finds out to be dates. */
    public static final String DEFAULT_FORMAT = "strict_date_optional_time||epoch_millis";

    private static final Set<String> ISO = Set.of(
            "strict_date_optional_time",
            "strict_date_optional_time_nanos",
            "date_optional_time",
            "iso8601",
            "strict_date_time",
            "date_time");

    /** Of those, the ones in which a day needs no time. */
    private static final Set<String> DAYS =
            Set.of("strict_date_optional_time", "strict_date_optional_time_nanos", "date_optional_time", "iso8601");

    /** Beyond these a year is not four digits. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private static final DateTimeFormatter ISO_FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 3, 6, true)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String format;
    private final DateFormat parser;
    private final boolean iso;
    private final boolean isoDays;
    private final List<String> numbers = new ArrayList<>();
    private final List<DateTimeFormatter> others = new ArrayList<>();

    /** @param format as in a mapping, alternatives with {@code ||} between; a locale may follow after {@code @@} */
    public DateText(String format) {
        this.parser = new DateFormat(format);
        int at = format.indexOf("@@");
        Locale locale = at < 0 ? Locale.ENGLISH : Locale.forLanguageTag(format.substring(at + 2));
        this.format = at < 0 ? format : format.substring(0, at);
        List<String> names = List.of(this.format.split("\\|\\|", -1));
        this.iso = names.stream().anyMatch(ISO::contains);
        this.isoDays = names.stream().anyMatch(DAYS::contains);
        for (String name : names) {
            if (name.equals("epoch_millis") || name.equals("epoch_second")) {
                numbers.add(name);
            } else if (!ISO.contains(name)) {
                others.addAll(NamedFormats.findForWriting(name, locale));
            }
        }
    }

    /** The format, without its locale. */
    public String format() {
        return format;
    }

    /** How that many microseconds since 1970 are written; empty when no alternative has room for all of them. */
    public Optional<String> moment(long micros) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        if (iso && !instant.isBefore(FIRST) && instant.isBefore(AFTER_LAST)) {
            return Optional.of(ISO_FORM.format(instant) + "Z");
        }
        if (!numbers.isEmpty()) {
            int scale = numbers.getFirst().equals("epoch_millis") ? 3 : 6;
            return Optional.of(
                    BigDecimal.valueOf(micros, scale).stripTrailingZeros().toPlainString());
        }
        for (DateTimeFormatter other : others) {
            try {
                String text = other.format(instant.atOffset(ZoneOffset.UTC));
                if (parser.parse(text).equals(instant)) {
                    return Optional.of(text);
                }
            } catch (DateTimeException e) {
                // Another may do.
            }
        }
        return Optional.empty();
    }

    /** How a day since 1970 is written; where a format wants a time as well, that is midnight in UTC. */
    public Optional<String> day(int days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        if (isoDays && date.getYear() >= 0 && date.getYear() <= 9999) {
            return Optional.of(date.toString());
        }
        return moment(Math.multiplyExact((long) days, 86_400_000_000L));
    }
}
