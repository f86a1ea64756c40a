package dev.leat.connect.protocol;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts the values in the documents of connectors to what their types say, and compares them. */
final class WireValue {

    private WireValue() {}

    /**
     * The value in its type; null or an empty text or list for none. A type that is not known leaves it as it is.
     *
     * <p>Here Elastic's service takes every text that is not empty for true, also {@code "false"}: only {@code true} and
     * {@code false}, in any case, are understood.
     *
     * @throws IllegalArgumentException when it is none, with what it must be
     */
    static @Nullable Object convert(String type, @Nullable Object value) {
        if (type.equals("list")) {
            return list(value);
        }
        if (value == null || value.equals("")) {
            return type.equals("str") ? "" : null;
        }
        return switch (type) {
            case "str" -> text(value);
            case "int" -> integer(value);
            case "float" -> number(value);
            case "bool" -> bool(value);
            default -> value;
        };
    }

    /** Whether a converted value says nothing. */
    static boolean isEmpty(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(element -> element == null || element.equals(""));
        }
        return value == null || value.equals("");
    }

    /** Whether two values are the same in JSON, whatever their types in Java. */
    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number && right instanceof Number) {
            return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return a.size() == b.size()
                    && java.util.stream.IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)));
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        return Objects.equals(left, right);
    }

    /** The number that a value is or spells. */
    static BigDecimal number(Object value) {
        String text = value.toString().strip();
        try {
            if ((value instanceof Number || value instanceof CharSequence) && text.length() < 400) {
                return new BigDecimal(text);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("must be a number");
    }

    private static Object integer(Object value) {
        try {
            return number(value).longValueExact();
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
    }

    private static Object bool(Object value) {
        String word = value instanceof Number number
                ? same(number, 1) ? "true" : same(number, 0) ? "false" : ""
                : value.toString().strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Object text(Object value) {
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("must be text");
    }

    private static List<?> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> elements ->
                List.copyOf(elements.stream().filter(Objects::nonNull).toList());
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                        .toList();
            case CharSequence text ->
                Arrays.stream(text.toString().split(","))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .toList();
            default -> List.of(value);
        };
    }
}
