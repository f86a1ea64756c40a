package dev.leat.connect.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which days of a month a cron expression means. */
sealed interface DayRule {

    /** Adds the days of a month that the rule means. */
    void addTo(BitSet days, YearMonth month);

    /** These numbers. */
    record Numbers(BitSet numbers) implements DayRule {
        @Override
        public void addTo(BitSet days, YearMonth month) {
            numbers.stream().filter(day -> day <= month.lengthOfMonth()).forEach(days::set);
        }
    }

    /** So many days before the last one. */
    record BeforeLast(int distance, Nearness nearness) implements DayRule {
        @Override
        public void addTo(BitSet days, YearMonth month) {
            int day = month.lengthOfMonth() - distance;
            if (day >= 1) {
                days.set(nearness.move(month.atDay(day)));
            }
        }
    }

    /** The weekday nearest to a day, within its month; months without that day have none. */
    record NearestWeekday(int day) implements DayRule {
        @Override
        public void addTo(BitSet days, YearMonth month) {
            if (day <= month.lengthOfMonth()) {
                days.set(Nearness.WORKING_DAY.move(month.atDay(day)));
            }
        }
    }

    /** Every such day of the week; numbers as Quartz has them. */
    record Weekdays(BitSet numbers) implements DayRule {
        @Override
        public void addTo(BitSet days, YearMonth month) {
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                if (numbers.get(month.atDay(day).getDayOfWeek().getValue() % 7 + 1)) {
                    days.set(day);
                }
            }
        }
    }

    /** The first, second… such day of the month; or the last, when the position is -1. */
    record NthWeekday(DayOfWeek weekday, int position) implements DayRule {
        @Override
        public void addTo(BitSet days, YearMonth month) {
            LocalDate day = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(position, weekday));
            if (YearMonth.from(day).equals(month)) {
                days.set(day.getDayOfMonth());
            }
        }
    }

    /** Whether a day is meant itself, or the working day nearest to it in its month. */
    enum Nearness {
        ITSELF,
        WORKING_DAY;

        int move(LocalDate date) {
            int day = date.getDayOfMonth();
            if (this == ITSELF || date.getDayOfWeek().getValue() < 6) {
                return day;
            }
            if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
                return day == 1 ? 3 : day - 1;
            }
            return day == date.lengthOfMonth() ? day - 2 : day + 1;
        }
    }

    /** The rules of the field for the day of the month. */
    static List<DayRule> ofMonth(String field) {
        Pattern last = Pattern.compile("L(?:-(\\d{1,2}))?(W)?");
        Pattern nearest = Pattern.compile("(\\d{1,2})W");
        List<DayRule> rules = new ArrayList<>();
        for (String part : field.split(",", -1)) {
            Matcher lastDay = last.matcher(part);
            Matcher nearestDay = nearest.matcher(part);
            if (lastDay.matches()) {
                int distance = lastDay.group(1) == null ? 0 : Integer.parseInt(lastDay.group(1));
                if (distance > 30) {
                    throw Field.DAY.wrong("L-" + distance + " is before every month");
                }
                rules.add(new BeforeLast(distance, lastDay.group(2) == null ? Nearness.ITSELF : Nearness.WORKING_DAY));
            } else if (nearestDay.matches()) {
                rules.add(new NearestWeekday(Field.DAY.number(nearestDay.group(1))));
            } else {
                rules.add(new Numbers(Field.DAY.parse(part)));
            }
        }
        return rules;
    }

    /** The rules of the field for the day of the week. */
    static List<DayRule> ofWeek(String field) {
        Pattern position = Pattern.compile("([A-Z0-9]+)#(\\d+)");
        Pattern last = Pattern.compile("([A-Z]{3}|\\d+)L");
        List<DayRule> rules = new ArrayList<>();
        for (String part : field.split(",", -1)) {
            Matcher nth = position.matcher(part);
            Matcher lastOne = last.matcher(part);
            if (nth.matches()) {
                String which = nth.group(2);
                if (!which.matches("[1-5]")) {
                    throw Field.WEEKDAY.wrong("#" + which + " is not from #1 to #5");
                }
                rules.add(new NthWeekday(weekday(nth.group(1)), Integer.parseInt(which)));
            } else if (lastOne.matches()) {
                rules.add(new NthWeekday(weekday(lastOne.group(1)), -1));
            } else {
                rules.add(new Weekdays(Field.WEEKDAY.parse(part.equals("L") ? "7" : part)));
            }
        }
        return rules;
    }

    private static DayOfWeek weekday(String text) {
        return DayOfWeek.SATURDAY.plus(Field.WEEKDAY.number(text));
    }
}
