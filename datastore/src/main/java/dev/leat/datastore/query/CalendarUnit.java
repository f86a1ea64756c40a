package dev.leat.datastore.query;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/** Gaps of the calendar, whose length depends on where they are. A week begins on Monday. */
public enum CalendarUnit {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    /** The beginning of the unit that holds a moment. */
    ZonedDateTime begin(ZonedDateTime moment) {
        LocalDate day = moment.toLocalDate();
        return switch (this) {
            case MINUTE -> moment.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> moment.truncatedTo(ChronoUnit.HOURS);
            case DAY -> at(day, moment);
            case WEEK -> at(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), moment);
            case MONTH -> at(day.withDayOfMonth(1), moment);
            case QUARTER -> at(day.with(IsoFields.DAY_OF_QUARTER, 1), moment);
            case YEAR -> at(day.withDayOfYear(1), moment);
        };
    }

    /** The beginning of the next unit. Days are counted by their dates: one of them may have 23 or 25 hours. */
    ZonedDateTime next(ZonedDateTime begin) {
        LocalDate day = begin.toLocalDate();
        return switch (this) {
            case MINUTE -> begin.plusMinutes(1);
            case HOUR -> begin.plusHours(1);
            case DAY -> at(day.plusDays(1), begin);
            case WEEK -> at(day.plusWeeks(1), begin);
            case MONTH -> at(day.plusMonths(1), begin);
            case QUARTER -> at(day.plusMonths(3), begin);
            case YEAR -> at(day.plusYears(1), begin);
        };
    }

    private static ZonedDateTime at(LocalDate day, ZonedDateTime zoned) {
        return day.atStartOfDay(zoned.getZone());
    }
}
