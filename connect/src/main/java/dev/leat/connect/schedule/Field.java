package dev.leat.connect.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One field of a cron expression: what its numbers are, and how lists, ranges, steps and names stand for them. */
enum Field {
    SECOND("second", 0, 59, ""),
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** 1 is Sunday. */
    WEEKDAY("weekday", 1, 7, "SUN MON TUE WED THU FRI SAT"),
    YEAR("year", 1970, 2199, "");

    private static final Pattern PART = Pattern.compile("(\\*|[A-Z0-9]+)?(?:-([A-Z0-9]+))?(?:/([0-9]+))?");

    private final String word;
    private final int least;
    private final int most;
    private final String names;

    Field(String word, int least, int most, String names) {
        this.word = word;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** The numbers that a list stands for; its length is that of the longest field. */
    BitSet parse(String list) {
        BitSet numbers = new BitSet(most + 1);
        for (String part : list.split(",", -1)) {
            add(part, numbers);
        }
        return numbers;
    }

    /** The number that a text or a name stands for. */
    int number(String text) {
        int name = List.of(names.split(" ")).indexOf(text);
        if (name >= 0 && !text.isEmpty()) {
            return least + name;
        }
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong("'%s' is no number%s"
                    .formatted(text, names.isEmpty() ? "" : " or name such as " + names.substring(4, 7)));
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw wrong("%d is not from %d to %d".formatted(number, least, most));
        }
        return number;
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("in the field for the " + word + ", " + why);
    }

    private void add(String part, BitSet numbers) {
        Matcher match = PART.matcher(part);
        if (part.isEmpty() || !match.matches()) {
            throw wrong("'" + part + "' makes no sense");
        }
        String first = Objects.requireNonNullElse(match.group(1), "");
        String last = Objects.requireNonNullElse(match.group(2), "");
        String step = Objects.requireNonNullElse(match.group(3), "");
        boolean all = first.equals("*") || (first.isEmpty() && !step.isEmpty());
        if ((first.isEmpty() && !all) || (all && !last.isEmpty())) {
            throw wrong("'" + part + "' makes no sense");
        }
        int from = all ? least : number(first);
        int open = all || !step.isEmpty() ? most : from;
        int to = last.isEmpty() ? open : number(last);
        int span = most - least + 1;
        int by = step.isEmpty() ? 1 : step(step, span);
        if (to < from && this == YEAR) {
            throw wrong("'" + part + "' goes backwards");
        }
        // Ranges may go round: 22-2 in hours, FRI-MON.
        int length = to >= from ? to - from : to - from + span;
        for (int offset = 0; offset <= length; offset += by) {
            numbers.set(least + (from - least + offset) % span);
        }
    }

    private int step(String text, int span) {
        int step = text.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (step < 1 || step > span) {
            throw wrong("the step %s is not from 1 to %d".formatted(text, span));
        }
        return step;
    }
}
