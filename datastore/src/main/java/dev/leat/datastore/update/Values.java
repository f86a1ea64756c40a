package dev.leat.datastore.update;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * When two JSON values are the same, and which of two is larger: numbers by their value, so that 1 and 1.0 are the same
 * and a decimal counts as the double nearest to it; lists element by element; objects by their keys and values in any
 * order, where a null is not the same as a missing key; everything else exactly. Pure.
 */
final class Values {

    private Values() {}

    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return compareNumbers(a, b) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return sameObjects(a, b);
        }
        if (a.isArray() && b.isArray()) {
            return sameLists(a, b);
        }
        return a.equals(b);
    }

    private static boolean sameObjects(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : a.properties()) {
            JsonNode other = b.get(field.getKey());
            if (other == null || !same(field.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLists(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    static int compareNumbers(JsonNode a, JsonNode b) {
        if (isLong(a) && isLong(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        return exactly(a).compareTo(exactly(b));
    }

    private static BigDecimal exactly(JsonNode number) {
        return number.isIntegralNumber()
                ? new BigDecimal(number.bigIntegerValue())
                : new BigDecimal(Double.toString(number.doubleValue()));
    }

    /** Whether it is a whole number, written as one, that fits a long. */
    static boolean isLong(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    /** The moment that a date stands for; without a zone it is UTC. */
    static Optional<Instant> moment(JsonNode date) {
        if (isLong(date)) {
            return Optional.of(Instant.ofEpochMilli(date.longValue()));
        }
        if (!date.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(moment(date.stringValue()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Instant moment(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String clock = text.substring(time);
        return clock.endsWith("Z") || clock.contains("+") || clock.contains("-")
                ? ZonedDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
