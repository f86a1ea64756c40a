package dev.leat.datastore.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The numbers of Java and of JSON, one exact in the other or refused. */
final class Numbers {
    static final Scalar<Byte> BYTE = whole(Byte.class, FieldKind.BYTE, Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v);
    static final Scalar<Short> SHORT =
            whole(Short.class, FieldKind.SHORT, Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v);
    static final Scalar<Integer> INTEGER =
            whole(Integer.class, FieldKind.INTEGER, Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v);
    static final Scalar<Long> LONG = whole(Long.class, FieldKind.LONG, Long.MIN_VALUE, Long.MAX_VALUE, v -> v);
    static final Scalar<Float> FLOAT = decimal(Float.class, FieldKind.FLOAT, v -> (float) v);
    static final Scalar<Double> DOUBLE = decimal(Double.class, FieldKind.DOUBLE, v -> v);

    /** Longer texts are no numbers that anybody counts with, and cost time to parse. */
    private static final int LONGEST = 1_000;

    /** A decimal such as 1e1000000000 must not be written out. */
    private static final int LARGEST_EXPONENT = 1_000;

    private Numbers() {}

    private static <T extends Number> Scalar<T> whole(
            Class<T> type, FieldKind kind, long least, long most, LongFunction<T> box) {
        return new Scalar<>(
                type,
                kind,
                "a whole number from " + least + " to " + most,
                (value, writing) -> writing.out().writeNumber(value.longValue()),
                reading -> {
                    Long value = readLong(reading);
                    return value == null || value < least || value > most ? null : box.apply(value);
                });
    }

    private static <T extends Number> Scalar<T> decimal(Class<T> type, FieldKind kind, DoubleFunction<T> box) {
        return new Scalar<>(type, kind, "a finite number", Numbers::writeDecimal, reading -> {
            Double read = readDouble(reading);
            T value = read == null ? null : box.apply(read);
            return value == null || Double.isInfinite(value.doubleValue()) ? null : value;
        });
    }

    private static void writeDecimal(Number value, Writing writing) {
        if (!Double.isFinite(value.doubleValue())) {
            writing.refuse("is not a finite number");
        } else if (value instanceof Float single) {
            // As digits: a tree would make it the double that is next to it, with more digits than a document has.
            writing.out().writeNumber(Float.toString(single));
        } else {
            writing.out().writeNumber(value.doubleValue());
        }
    }

    private static @Nullable Long readLong(Reading reading) {
        JsonToken token = reading.in().currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return reading.in().getNumberType() == NumberType.BIG_INTEGER
                    ? null
                    : Long.valueOf(reading.in().getLongValue());
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return exactLong(reading.in().getDecimalValue());
        }
        BigDecimal parsed = token == JsonToken.VALUE_STRING && reading.isLenient()
                ? parse(reading.in().getString())
                : null;
        return parsed == null ? null : exactLong(parsed);
    }

    private static @Nullable Long exactLong(BigDecimal value) {
        BigInteger whole = exactWhole(value);
        return whole == null || whole.bitLength() > 63 ? null : Long.valueOf(whole.longValue());
    }

    private static @Nullable Double readDouble(Reading reading) {
        JsonToken token = reading.in().currentToken();
        if (token.isNumeric()) {
            return reading.in().getDoubleValue();
        }
        BigDecimal parsed = token == JsonToken.VALUE_STRING && reading.isLenient()
                ? parse(reading.in().getString())
                : null;
        return parsed == null ? null : Double.valueOf(parsed.doubleValue());
    }

    static @Nullable BigDecimal parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable BigInteger parseWhole(String text) {
        BigDecimal value = parse(text);
        return value == null ? null : exactWhole(value);
    }

    private static @Nullable BigInteger exactWhole(BigDecimal value) {
        if (Math.abs((long) value.scale()) > LARGEST_EXPONENT) {
            return null;
        }
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
