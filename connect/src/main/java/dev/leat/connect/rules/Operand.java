package dev.leat.connect.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a rule in every type that it may stand for; which one counts depends on the value of the document.
 *
 * @param number null when it is none; likewise the others
 */
record Operand(
        String text,
        @Nullable BigDecimal number,
        @Nullable Boolean truth,
        @Nullable Instant time) {

    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off");

    static Operand of(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Boolean truth = TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
        return new Operand(text, number(text.strip()), truth, Moments.parse(text.strip()));
    }

    /** Whether the value of a document is this one, in the type of that value. */
    boolean equalTo(Object actual) {
        if (actual instanceof Boolean bool) {
            return bool.equals(truth);
        }
        OptionalInt order = compareTo(actual);
        return order.isPresent() && order.getAsInt() == 0;
    }

    /** This compared with the value of a document, in the type of that value; nothing when that cannot be. */
    OptionalInt compareTo(Object actual) {
        return switch (actual) {
            case Boolean bool -> OptionalInt.empty();
            case Number other -> {
                BigDecimal exact = number == null ? null : exact(other);
                yield exact == null || number == null ? OptionalInt.empty() : OptionalInt.of(number.compareTo(exact));
            }
            case TemporalAccessor date -> compare(Moments.of(date));
            default -> {
                Instant moment = time == null ? null : Moments.of(actual);
                yield moment == null ? OptionalInt.of(compare(text, text(actual))) : compare(moment);
            }
        };
    }

    /** The value of a document as text. */
    static String text(Object actual) {
        return switch (actual) {
            case BigDecimal decimal when decimal.scale() >= -100 && decimal.scale() <= 100 -> decimal.toPlainString();
            default -> actual.toString();
        };
    }

    private OptionalInt compare(@Nullable Instant moment) {
        return moment == null || time == null ? OptionalInt.empty() : OptionalInt.of(time.compareTo(moment));
    }

    /** By code points, so that the order is the same in every language. */
    private static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean pairs = Character.isSurrogate(a) != Character.isSurrogate(b);
                return pairs ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static @Nullable BigDecimal number(String text) {
        // Anything longer is no number that somebody compares with, and takes long to read.
        if (text.isEmpty() || text.length() > 400) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Double real -> Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
            case Float real -> Float.isFinite(real) ? new BigDecimal(real.toString()) : null;
            default -> number(number.toString());
        };
    }
}
