package com.example.oai;

import dev.leat.connect.Filter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The advanced rule of a connector: {@code {"from": "2024-01-01", "until": "2024-12-31"}}, the days between which
 * records were last changed, both included. Each of them may be missing.
 */
record Selection(LocalDate from, LocalDate until) {

    static final Selection ALL = new Selection(LocalDate.MIN, LocalDate.MAX);

    /** What a filter asks for that has no problems. */
    static Selection of(Filter filter) {
        if (!(filter.advanced() instanceof Map<?, ?> rule)) {
            return ALL;
        }
        return new Selection(
                rule.containsKey("from") ? day(rule.get("from")) : LocalDate.MIN,
                rule.containsKey("until") ? day(rule.get("until")) : LocalDate.MAX);
    }

    /** All that is wrong with a filter, a sentence each. */
    static List<String> problems(Filter filter) {
        if (!(filter.advanced() instanceof Map<?, ?> rule)) {
            return List.of("The rule must be an object with 'from', 'until' or both");
        }
        List<String> problems = new ArrayList<>();
        rule.forEach((key, value) -> {
            if (!key.equals("from") && !key.equals("until")) {
                problems.add("'%s' is unknown; there are 'from' and 'until'".formatted(key));
            } else if (!isDay(value)) {
                problems.add("'%s' must be a day such as 2024-12-31, but is '%s'".formatted(key, value));
            }
        });
        if (problems.isEmpty() && of(filter).from().isAfter(of(filter).until())) {
            problems.add("'from' must not be after 'until'");
        }
        return problems;
    }

    /** Whether a record is wanted. */
    boolean admits(OaiRecord record) {
        LocalDate changed = LocalDate.parse(record.datestamp().substring(0, 10));
        return !changed.isBefore(from) && !changed.isAfter(until);
    }

    /** What to ask a repository for. */
    Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (from.isAfter(LocalDate.MIN)) {
            arguments.put("from", from.toString());
        }
        if (until.isBefore(LocalDate.MAX)) {
            arguments.put("until", until.toString());
        }
        return arguments;
    }

    private static boolean isDay(Object value) {
        try {
            day(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static LocalDate day(Object value) {
        return LocalDate.parse(String.valueOf(value));
    }
}
