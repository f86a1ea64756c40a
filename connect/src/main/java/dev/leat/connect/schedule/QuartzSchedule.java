package dev.leat.connect.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression of Quartz in a time zone: {@code second minute hour day-of-month month day-of-week [year]}, with
 * {@code *}, {@code ?}, lists, ranges (also round the end: {@code FRI-MON}), steps ({@code 0/15}), names ({@code
 * MON-FRI}, {@code JAN}), {@code L}, {@code L-3}, {@code LW}, {@code 15W}, {@code 6L}, {@code 6#3}. Days of the week
 * are 1 (Sunday) to 7 (Saturday). Immutable and thread-safe.
 *
 * <p>Quartz wants {@code ?} in exactly one of the two fields for days. {@code *} there is taken for {@code ?} when the
 * other one says more, for expressions written for services that do not care.
 *
 * <p><b>Clock changes.</b> A time that is skipped when clocks go forward is due right after the gap. One that comes
 * twice when they go back is due once, the first time. Schedules with every hour ({@code *}) go on evenly instead.
 */
public final class QuartzSchedule {

    /** As far as Quartz looks ahead. */
    private static final int YEARS_AHEAD = 100;

    private final String expression;
    private final ZoneId zone;
    private final TimesOfDay times;
    private final List<DayRule> days;
    private final BitSet months;
    private final BitSet years;

    private QuartzSchedule(String expression, ZoneId zone, String[] fields) {
        this.expression = expression;
        this.zone = zone;
        this.times = new TimesOfDay(
                Field.SECOND.parse(fields[0]), Field.MINUTE.parse(fields[1]), Field.HOUR.parse(fields[2]));
        this.days = days(fields[3], fields[5]);
        this.months = Field.MONTH.parse(fields[4]);
        this.years = Field.YEAR.parse(fields.length == 7 ? fields[6] : "*");
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none; the message is one line that says why
     */
    public static QuartzSchedule parse(String interval, ZoneId zone) {
        String expression = interval.strip();
        String[] fields = expression.toUpperCase(Locale.ROOT).split("\\s+");
        if (fields.length < 6 || fields.length > 7) {
            throw new IllegalArgumentException(("The schedule '%s' has %d fields, but needs 6 or 7 (second minute hour"
                            + " day month weekday [year]), for example '0 30 2 * * ?' for 2:30 every day")
                    .formatted(expression, expression.isEmpty() ? 0 : fields.length));
        }
        try {
            return new QuartzSchedule(expression, zone, fields);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The schedule '%s' is no Quartz cron expression: %s".formatted(expression, e.getMessage()), e);
        }
    }

    /** The first time after the given one; none when there is none within a hundred years. */
    public Optional<Instant> next(Instant after) {
        LocalDate today = after.atZone(zone).toLocalDate();
        YearMonth end = YearMonth.from(today).plusYears(YEARS_AHEAD);
        for (YearMonth month = YearMonth.from(today); month.isBefore(end); month = month.plusMonths(1)) {
            if (!years.get(month.getYear()) || !months.get(month.getMonthValue())) {
                continue;
            }
            BitSet due = new BitSet();
            for (DayRule rule : days) {
                rule.addTo(due, month);
            }
            int first = month.equals(YearMonth.from(today)) ? today.getDayOfMonth() : 1;
            for (int day = due.nextSetBit(first); day >= 0; day = due.nextSetBit(day + 1)) {
                Instant next = times.next(month.atDay(day), zone, after);
                if (next != null) {
                    return Optional.of(next);
                }
            }
        }
        return Optional.empty();
    }

    /** The expression as it was given. */
    @Override
    public String toString() {
        return expression;
    }

    private static List<DayRule> days(String ofMonth, String ofWeek) {
        boolean anyDay = ofMonth.equals("?") || ofMonth.equals("*");
        boolean anyWeekday = ofWeek.equals("?") || ofWeek.equals("*");
        if (anyWeekday) {
            return DayRule.ofMonth(anyDay ? "*" : ofMonth);
        }
        if (anyDay) {
            return DayRule.ofWeek(ofWeek);
        }
        throw new IllegalArgumentException(
                "it has a day of the month and a weekday; one of them must be ?, because it is not clear what both mean");
    }
}
