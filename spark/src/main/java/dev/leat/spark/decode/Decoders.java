package dev.leat.spark.decode;

import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Makes the decoders of columns. */
final class Decoders {

    private Decoders() {}

    /** The decoder of a column's values; of its elements, where it is an array. */
    static ValueDecoder of(Leaf leaf) {
        String path = leaf.path();
        DataType type = leaf.isArray() && leaf.type() instanceof ArrayType array ? array.elementType() : leaf.type();
        return switch (leaf.kind()) {
            case JSON -> reading -> JsonText.of(reading.parser());
            case DATE -> dates(path, leaf.formats());
            case POINT -> new PointDecoder(path);
            case VECTOR -> new VectorDecoder(path);
            case WEIGHTS, MAP -> new MapDecoder(path, type);
            case JOIN -> new JoinDecoder(path);
            case INTEGER_RANGE -> range(leaf, Kind.INTEGER);
            case LONG_RANGE -> range(leaf, Kind.LONG);
            case FLOAT_RANGE -> range(leaf, Kind.FLOAT);
            case DOUBLE_RANGE -> range(leaf, Kind.DOUBLE);
            case DATE_RANGE -> range(leaf, Kind.DATE);
            case IP_RANGE -> range(leaf, Kind.TEXT);
            default -> plain(path, leaf.kind(), type);
        };
    }

    private static ValueDecoder range(Leaf leaf, Kind bound) {
        ValueDecoder decoder =
                bound == Kind.DATE ? dates(leaf.path(), leaf.formats()) : plain(leaf.path(), bound, bound.type());
        return new RangeDecoder(leaf.path(), decoder);
    }

    /** The decoder of a kind whose values are no objects. */
    static ValueDecoder plain(String path, Kind kind, DataType type) {
        return switch (kind) {
            case TEXT -> reading -> reading.token().isScalarValue() ? text(path, reading) : noString(path, reading);
            case TEXT_OR_JSON ->
                reading -> reading.token().isScalarValue() ? text(reading) : JsonText.of(reading.parser());
            case BOOLEAN -> reading -> truth(path, reading);
            case BYTE -> reading -> whole(path, reading, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue);
            case SHORT -> reading -> whole(path, reading, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue);
            case INTEGER -> reading -> whole(path, reading, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
            case LONG -> reading -> whole(path, reading, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
            case UNSIGNED_LONG, DECIMAL -> reading -> decimal(path, reading, type);
            case FLOAT -> reading -> number(path, reading, Decoders::toFloat);
            case DOUBLE -> reading -> number(path, reading, Decoders::toDouble);
            case DATE -> dates(path, Map.of("", "strict_date_optional_time||epoch_millis"));
            case DAY -> reading -> day(path, reading);
            case BINARY -> reading -> bytes(path, reading);
            default -> throw new IllegalArgumentException(kind + " is put together of others");
        };
    }

    private static UTF8String text(String path, Reading reading) {
        reading.requireAsSent(path);
        return text(reading);
    }

    static UTF8String text(Reading reading) {
        return UTF8String.fromString(reading.parser().getString());
    }

    private static @Nullable Object noString(String path, Reading reading) {
        boolean asJson = reading.onMismatch() == dev.leat.spark.option.Mismatch.JSON;
        return asJson ? JsonText.of(reading.parser()) : reading.unfit(path, "is an object and the column a string");
    }

    /** Elasticsearch takes the empty string for false. */
    private static @Nullable Object truth(String path, Reading reading) {
        return switch (reading.token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING ->
                switch (reading.parser().getString()) {
                    case "true" -> true;
                    case "false", "" -> false;
                    default -> reading.unfit(path, "is no boolean");
                };
            default -> reading.unfit(path, "is no boolean");
        };
    }

    /** Makes a smaller number of a long. */
    @FunctionalInterface
    private interface Narrowing {
        Object narrow(Long value);
    }

    private static @Nullable Object whole(String path, Reading reading, long least, long most, Narrowing narrowing) {
        @Nullable Long value = exactLong(reading);
        return value == null || value < least || value > most
                ? reading.unfit(path, "is no whole number that the column holds")
                : narrowing.narrow(value);
    }

    private static @Nullable Long exactLong(Reading reading) {
        JsonParser parser = reading.parser();
        if (reading.token() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? null
                    : Long.valueOf(parser.getLongValue());
        }
        @Nullable BigDecimal number = exactNumber(reading);
        try {
            long value = number == null ? 0 : number.longValueExact();
            // Elasticsearch itself reads such a number by way of a double.
            boolean rounded = reading.token() == JsonToken.VALUE_NUMBER_FLOAT && Math.abs((double) value) > 1L << 53;
            return number == null || rounded ? null : Long.valueOf(value);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** The number that stands there, or that a string holds. */
    static @Nullable BigDecimal exactNumber(Reading reading) {
        JsonToken token = reading.token();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            return null;
        }
        String text = reading.parser().getString();
        try {
            BigDecimal number = new BigDecimal(text);
            // A number with a huge exponent would take as many digits when made exact.
            return Math.abs((long) number.scale()) > 10_000 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object decimal(String path, Reading reading, DataType type) {
        @Nullable BigDecimal number = exactNumber(reading);
        DecimalType decimal = (DecimalType) type;
        if (number != null) {
            BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            int before = stripped.precision() - stripped.scale();
            if (stripped.scale() <= decimal.scale() && before <= decimal.precision() - decimal.scale()) {
                return Decimal.apply(stripped.setScale(decimal.scale()), decimal.precision(), decimal.scale());
            }
        }
        return reading.unfit(path, "is no number that fits into " + type.catalogString());
    }

    /** Reads a number that may be rounded. */
    @FunctionalInterface
    private interface Rounding {
        Object parse(String text);
    }

    private static Object toFloat(String text) {
        return Float.parseFloat(text);
    }

    private static Object toDouble(String text) {
        return Double.parseDouble(text);
    }

    private static @Nullable Object number(String path, Reading reading, Rounding rounding) {
        JsonToken token = reading.token();
        if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
            try {
                return rounding.parse(reading.parser().getString());
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        return reading.unfit(path, "is no number");
    }

    private static ValueDecoder dates(String path, Map<String, String> formats) {
        Map<String, DateParser> parsers = new HashMap<>();
        formats.forEach((index, format) -> parsers.put(index, new DateParser(format)));
        DateParser common =
                parsers.computeIfAbsent("", none -> new DateParser("strict_date_optional_time||epoch_millis"));
        return reading -> {
            if (!reading.token().isScalarValue()) {
                return reading.unfit(path, "is no date");
            }
            DateParser parser = parsers.size() == 1 ? common : parsers.getOrDefault(reading.index(), common);
            try {
                return parser.parse(reading.parser().getString());
            } catch (DateTimeException e) {
                return reading.unfit(path, "is a date that cannot be read (" + e.getMessage() + ")");
            }
        };
    }

    private static @Nullable Object day(String path, Reading reading) {
        if (reading.token() == JsonToken.VALUE_STRING) {
            try {
                return Math.toIntExact(
                        LocalDate.parse(reading.parser().getString()).toEpochDay());
            } catch (DateTimeException | ArithmeticException e) {
                // Said below.
            }
        }
        return reading.unfit(path, "is no day such as 2024-02-29");
    }

    private static @Nullable Object bytes(String path, Reading reading) {
        if (reading.token() == JsonToken.VALUE_STRING) {
            try {
                return Base64.getMimeDecoder().decode(reading.parser().getString());
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        return reading.unfit(path, "is no Base64");
    }

    /** The decoder of values in a map. */
    static ValueDecoder inMap(String path, DataType type) {
        return type.equals(DataTypes.FloatType)
                ? plain(path, Kind.FLOAT, type)
                : plain(path, dev.leat.spark.schema.IndexSchema.plainKind(type), type);
    }
}
