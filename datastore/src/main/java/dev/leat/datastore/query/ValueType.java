package dev.leat.datastore.query;

import dev.leat.datastore.mapping.FieldKind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How Elasticsearch reads and compares the values of a field.
 *
 * @param reader from JSON to what is indexed; null when the value is stored but not indexed
 * @param order the order of what is indexed
 */
record ValueType<K>(Reader<K> reader, Comparator<K> order) {

    /** Throws {@link UnreadableValueException} for what Elasticsearch would have refused to index. */
    @FunctionalInterface
    interface Reader<K> {
        @Nullable
        K read(JsonNode value);
    }

    /** Whether letter case is folded before values are compared. */
    enum LetterCase {
        KEPT,
        FOLDED
    }

    /** A value that no document in the index can have. */
    static final class UnreadableValueException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableValueException(@Nullable Throwable cause) {
            super("a value that the field does not take", cause);
        }
    }

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    /** Nothing that a name server would be asked for. */
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** Keywords: compared by their bytes in UTF-8; longer ones than {@code ignoreAbove} characters are not indexed. */
    static ValueType<byte[]> keyword(int ignoreAbove, LetterCase letterCase) {
        return new ValueType<>(
                value -> {
                    String text = text(value);
                    if (text.length() > ignoreAbove) {
                        return null;
                    }
                    return (letterCase == LetterCase.FOLDED ? folded(text) : text).getBytes(StandardCharsets.UTF_8);
                },
                Arrays::compareUnsigned);
    }

    /** The type of a field that is no keyword; null for a kind whose values cannot be compared. */
    static @Nullable ValueType<?> of(FieldKind kind) {
        return switch (kind) {
            case LONG, INTEGER, SHORT, BYTE -> new ValueType<>(ValueType::whole, Comparator.<Long>naturalOrder());
            case DOUBLE -> new ValueType<>(ValueType::decimal, Comparator.<Double>naturalOrder());
            case FLOAT -> new ValueType<>(ValueType::single, Comparator.<Float>naturalOrder());
            case BOOLEAN -> new ValueType<>(ValueType::bool, Comparator.<Boolean>naturalOrder());
            case DATE -> new ValueType<>(value -> date(value).toEpochMilli(), Comparator.<Long>naturalOrder());
            case IP -> new ValueType<>(ValueType::address, Arrays::compareUnsigned);
            case KEYWORD, FLATTENED, TEXT, OBJECT, NESTED, DYNAMIC, RAW -> null;
        };
    }

    private static String text(JsonNode value) {
        if (!value.isValueNode()) {
            throw new UnreadableValueException(null);
        }
        return value.asString();
    }

    /** As the filter "lowercase" does it: character by character, unlike {@link String#toLowerCase()}. */
    private static String folded(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Decimals are cut, as Elasticsearch does when it indexes them. */
    private static Long whole(JsonNode value) {
        try {
            return new java.math.BigDecimal(text(value)).toBigInteger().longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnreadableValueException(e);
        }
    }

    private static Double decimal(JsonNode value) {
        try {
            return Double.valueOf(text(value));
        } catch (NumberFormatException e) {
            throw new UnreadableValueException(e);
        }
    }

    private static Float single(JsonNode value) {
        try {
            return Float.valueOf(text(value));
        } catch (NumberFormatException e) {
            throw new UnreadableValueException(e);
        }
    }

    private static Boolean bool(JsonNode value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw new UnreadableValueException(null);
        };
    }

    /** A moment; dates without a zone are UTC. */
    static Instant date(JsonNode value) {
        String text = text(value);
        try {
            if (value.isNumber()) {
                return Instant.ofEpochMilli(value.decimalValue().longValueExact());
            }
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            int time = text.indexOf('T');
            if (time < 0) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            boolean hasOffset = text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableValueException(e);
        }
    }

    /** Sixteen bytes: an address of version 4 and the same one mapped into version 6 are equal. */
    private static byte[] address(JsonNode value) {
        String text = text(value);
        if (!ADDRESS.matcher(text).matches()) {
            throw new UnreadableValueException(null);
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            if (bytes.length == 16) {
                return bytes;
            }
            byte[] mapped = Arrays.copyOf(MAPPED, 16);
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        } catch (UnknownHostException e) {
            throw new UnreadableValueException(e);
        }
    }
}
