package dev.leat.connect.rules;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rule, ready to decide. */
record Rule(
        String id,
        BigDecimal order,
        Policy policy,
        String field,
        Operator operator,
        String value,
        @Nullable LinearPattern pattern,
        Operand operand) {

    Rule(String id, BigDecimal order, Policy policy, String field, Operator operator, String value) {
        this(
                id,
                order,
                policy,
                field,
                operator,
                value,
                operator == Operator.REGEX ? LinearPattern.compile(value) : null,
                Operand.of(value));
    }

    /** Whether the rule is about a document with these fields. */
    boolean matches(Map<String, ? extends @Nullable Object> fields) {
        return matches(fields.get(field));
    }

    private boolean matches(@Nullable Object actual) {
        if (actual == null) {
            return false;
        }
        if (actual instanceof Collection<?> elements) {
            return elements.stream().anyMatch(this::matches);
        }
        if (actual instanceof Object[] elements) {
            for (Object element : elements) {
                if (matches(element)) {
                    return true;
                }
            }
            return false;
        }
        if (actual instanceof Map<?, ?>) {
            return false;
        }
        return switch (operator) {
            case EQUALS -> operand.equalTo(actual);
            case GREATER -> operand.compareTo(actual).stream().anyMatch(order -> order < 0);
            case LESS -> operand.compareTo(actual).stream().anyMatch(order -> order > 0);
            case CONTAINS -> Operand.text(actual).contains(value);
            case STARTS_WITH -> Operand.text(actual).startsWith(value);
            case ENDS_WITH -> Operand.text(actual).endsWith(value);
            case REGEX -> pattern != null && pattern.matchesStart(Operand.text(actual));
        };
    }
}
