package dev.leat.cassandra.type;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which type a new column has for a field of a document. */
public final class FieldType {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private FieldType() {}

    /**
     * The type in CQL: {@code text}, {@code boolean}, {@code bigint}, {@code varint} where that is too small, {@code double},
     * or a frozen list of one of them. Nothing is said of {@code null} and an empty array.
     *
     * @throws UnmappableException if there is none: for an object, or an array of different things
     */
    public static Optional<String> of(String json) {
        return of(JsonValue.parse(json));
    }

    private static Optional<String> of(JsonValue value) {
        return switch (value) {
            case JsonValue.Null none -> Optional.empty();
            case JsonValue.Bool bool -> Optional.of("boolean");
            case JsonValue.Str text -> Optional.of("text");
            case JsonValue.Num(String number) -> Optional.of(number(number));
            case JsonValue.Arr(List<JsonValue> elements) -> list(elements);
            case JsonValue.Obj object ->
                throw new UnmappableException(
                        "no column is added for an object; add one of a type of your own, or a map");
        };
    }

    private static String number(String number) {
        if (!number.matches("-?\\d+")) {
            return "double";
        }
        BigInteger value = new BigInteger(number);
        boolean isLong = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return isLong ? "bigint" : "varint";
    }

    private static Optional<String> list(List<JsonValue> elements) {
        Set<String> types = new LinkedHashSet<>();
        for (JsonValue element : elements) {
            if (element instanceof JsonValue.Arr) {
                throw new UnmappableException("no column is added for an array of arrays");
            }
            of(element).ifPresent(types::add);
        }
        if (types.equals(Set.of("bigint", "double"))) {
            return Optional.of("frozen<list<double>>");
        }
        if (types.size() > 1) {
            throw new UnmappableException("no column is added for an array of different types: " + types);
        }
        return types.stream().findFirst().map(type -> "frozen<list<" + type + ">>");
    }
}
