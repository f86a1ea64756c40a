package dev.leat.app.parquet;

import dev.leat.elastic.date.DateFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one value for a column, exactly or not at all: what would be changed by it is {@link Unfit}. Text that is a number
 * counts as one, as it does for Elasticsearch. Thread-safe.
 */
@FunctionalInterface
interface LeafReader {

    /** The most digits that every double gives back as they were. */
    int CERTAIN_DIGITS = 15;

    /** No double and no long has more digits before or after its point; exact numbers with such exponents take ages. */
    int MOST_SCALE = 1_100;

    /** The value of the token where the parser stands, a scalar and not null. */
    Object read(JsonParser parser);

    /** The reader for a column. */
    static LeafReader of(Column column) {
        return switch (column.type()) {
            case TEXT -> parser -> text(parser.getString());
            case BOOLEAN -> LeafReader::truth;
            case BYTE -> parser -> narrow(whole(parser, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case SHORT -> parser -> narrow(whole(parser, Short.MIN_VALUE, Short.MAX_VALUE));
            case INTEGER -> parser -> narrow(whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> parser -> whole(parser, Long.MIN_VALUE, Long.MAX_VALUE);
            case UNSIGNED_LONG -> LeafReader::unsigned;
            case FLOAT -> LeafReader::rounded;
            case DOUBLE -> LeafReader::exact;
            case DATE, DATE_NANOS -> dates(column);
            case BINARY -> LeafReader::bytes;
            case GROUP, JSON -> throw new IllegalArgumentException(column.type() + " has no single values");
        };
    }

    private static Object text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean halved = text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && !new String(bytes, StandardCharsets.UTF_8).equals(text);
        return halved ? new Unfit("is no valid Unicode") : Binary.fromConstantByteArray(bytes);
    }

    /** Elasticsearch takes the empty string for false. */
    private static Object truth(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING ->
                switch (parser.getString()) {
                    case "true" -> true;
                    case "false", "" -> false;
                    default -> new Unfit("is no boolean");
                };
            default -> new Unfit("is no boolean");
        };
    }

    private static Object narrow(Object whole) {
        return whole instanceof Long value ? (Object) value.intValue() : whole;
    }

    private static Object whole(JsonParser parser, long least, long most) {
        BigDecimal number = null;
        long value;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            value = parser.getLongValue();
        } else {
            number = number(parser);
            if (number == null) {
                return new Unfit("is no number");
            }
            try {
                value = number.longValueExact();
            } catch (ArithmeticException e) {
                return new Unfit("is no whole number that the column holds");
            }
        }
        return value < least || value > most ? new Unfit("is no whole number that the column holds") : (Object) value;
    }

    private static Object unsigned(JsonParser parser) {
        BigDecimal number = number(parser);
        try {
            BigInteger value = number == null ? null : number.toBigIntegerExact();
            return value == null || value.signum() < 0 || value.bitLength() > Long.SIZE
                    ? new Unfit("is no whole number that the column holds")
                    : (Object) value.longValue();
        } catch (ArithmeticException e) {
            return new Unfit("is no whole number that the column holds");
        }
    }

    /** The number that stands there, or that a string holds; null when there is none, or one of absurd size. */
    private static @Nullable BigDecimal number(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(parser.getString());
            return Math.abs((long) number.scale()) > MOST_SCALE ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Object rounded(JsonParser parser) {
        BigDecimal number = parser.currentToken().isNumeric() ? number(parser) : null;
        if (number == null || Float.isInfinite(number.floatValue())) {
            return new Unfit("is no number that the column holds");
        }
        return number.floatValue();
    }

    /** A number fits when the double, written with as many digits or as Java writes it, is that number again. */
    private static Object exact(JsonParser parser) {
        BigDecimal number = number(parser);
        if (number == null) {
            return new Unfit("is no number that the column holds");
        }
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            return new Unfit("is too large for the column");
        }
        boolean certain = number.precision() <= CERTAIN_DIGITS && Math.abs(value) >= Double.MIN_NORMAL;
        if (certain || number.signum() == 0) {
            return number.signum() == 0 && parser.getString().startsWith("-") ? -0.0 : value;
        }
        BigDecimal written = new BigDecimal(value).round(new MathContext(number.precision(), RoundingMode.HALF_EVEN));
        boolean same = written.compareTo(number) == 0 || new BigDecimal(Double.toString(value)).compareTo(number) == 0;
        return same ? value : new Unfit("has more digits than the column");
    }

    private static LeafReader dates(Column column) {
        DateFormat format = new DateFormat(String.valueOf(column.format()));
        return parser -> {
            try {
                Instant moment = format.parse(parser.getString());
                if (column.type() == ColumnType.DATE_NANOS) {
                    return nanos(moment);
                }
                boolean whole = moment.equals(moment.truncatedTo(ChronoUnit.MICROS));
                return whole ? (Object) micros(moment) : new Unfit("is finer than a microsecond");
            } catch (DateTimeException e) {
                return new Unfit("is no date of the format " + column.format());
            } catch (ArithmeticException e) {
                return new Unfit("is a date that the column cannot hold");
            }
        };
    }

    private static long micros(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
    }

    private static long nanos(Instant moment) {
        long seconds = moment.getEpochSecond();
        // The product of the earliest moments is beyond a long, their sum with what follows is not.
        return seconds < 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, 1_000_000_000L), moment.getNano() - 1_000_000_000L)
                : Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), moment.getNano());
    }

    private static Object bytes(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Binary.fromConstantByteArray(
                        Base64.getDecoder().decode(parser.getString().replaceAll("\\s", "")));
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        return new Unfit("is no Base64");
    }
}
