package dev.leat.datastore.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Rules for numbers, compared as decimals. */
final class Limits {
    private Limits() {}

    /** @param accepts whether the sign of (value - limit) is good */
    static Rule rule(Class<?> type, double limit, String reason, IntPredicate accepts) {
        if (!Number.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException("is for numbers, not " + type.getSimpleName());
        }
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException("needs a finite limit");
        }
        BigDecimal exact = decimal(limit);
        return value -> {
            BigDecimal number = exact((Number) value);
            boolean good = number == null || accepts.test(number.compareTo(exact));
            return good ? Verdict.accept(value) : Verdict.refuse(reason);
        };
    }

    static String shown(double limit) {
        return decimal(limit).stripTrailingZeros().toPlainString();
    }

    /** The decimal that people write and JSON holds: 0.1, and not the sum of powers of two that is next to it. */
    private static BigDecimal decimal(double value) {
        return new BigDecimal(Double.toString(value));
    }

    /** Null for what is no number at all, which the codec refuses. */
    private static @Nullable BigDecimal exact(Number value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            case Double d -> Double.isFinite(d) ? decimal(d) : null;
            case Float f -> Float.isFinite(f) ? new BigDecimal(Float.toString(f)) : null;
            default -> BigDecimal.valueOf(value.longValue());
        };
    }
}
