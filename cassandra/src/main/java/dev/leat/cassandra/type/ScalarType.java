package dev.leat.cassandra.type;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of CQL that are not made of others. */
public enum ScalarType implements CqlType {
    ASCII,
    TEXT,
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    COUNTER,
    VARINT,
    DECIMAL,
    FLOAT,
    DOUBLE,
    UUID_,
    TIMEUUID,
    TIMESTAMP,
    DATE,
    TIME,
    DURATION,
    INET,
    BLOB;

    // Beyond this many digits behind the point, a decimal is written with an exponent.
    private static final int LONGEST_SCALE = 1000;
    private static final long DATE_ZERO = 1L << 31;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,20000}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final DateTimeFormatter TIMES = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter INSTANTS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    static ScalarType of(DataType type) {
        return switch (type.getProtocolCode()) {
            case ProtocolConstants.DataType.ASCII -> ASCII;
            case ProtocolConstants.DataType.VARCHAR -> TEXT;
            case ProtocolConstants.DataType.BOOLEAN -> BOOLEAN;
            case ProtocolConstants.DataType.TINYINT -> TINYINT;
            case ProtocolConstants.DataType.SMALLINT -> SMALLINT;
            case ProtocolConstants.DataType.INT -> INT;
            case ProtocolConstants.DataType.BIGINT -> BIGINT;
            case ProtocolConstants.DataType.COUNTER -> COUNTER;
            case ProtocolConstants.DataType.VARINT -> VARINT;
            case ProtocolConstants.DataType.DECIMAL -> DECIMAL;
            case ProtocolConstants.DataType.FLOAT -> FLOAT;
            case ProtocolConstants.DataType.DOUBLE -> DOUBLE;
            case ProtocolConstants.DataType.UUID -> UUID_;
            case ProtocolConstants.DataType.TIMEUUID -> TIMEUUID;
            case ProtocolConstants.DataType.TIMESTAMP -> TIMESTAMP;
            case ProtocolConstants.DataType.DATE -> DATE;
            case ProtocolConstants.DataType.TIME -> TIME;
            case ProtocolConstants.DataType.DURATION -> DURATION;
            case ProtocolConstants.DataType.INET -> INET;
            case ProtocolConstants.DataType.BLOB -> BLOB;
            default -> throw new UnmappableException("the type " + type.asCql(true, true) + " has no mapping");
        };
    }

    @Override
    public String cql() {
        return this == UUID_ ? "uuid" : name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    boolean canBeEmpty() {
        return this == ASCII || this == TEXT || this == BLOB;
    }

    /** The number of bytes inside a vector; 0 when each value says how long it is. */
    int sizeInVector() {
        return switch (this) {
            case BOOLEAN -> 1;
            case INT, FLOAT -> Integer.BYTES;
            case BIGINT, COUNTER, DOUBLE, TIMESTAMP -> Long.BYTES;
            case UUID_, TIMEUUID -> 2 * Long.BYTES;
            case ASCII, TEXT, TINYINT, SMALLINT, VARINT, DECIMAL, DATE, TIME, DURATION, INET, BLOB -> 0;
        };
    }

    @Override
    public String mapping() {
        return switch (this) {
            case ASCII, TEXT ->
                "{\"type\":\"keyword\",\"ignore_above\":8191,\"fields\":{\"text\":{\"type\":\"text\"}}}";
            case BOOLEAN -> "{\"type\":\"boolean\"}";
            case TINYINT -> "{\"type\":\"byte\"}";
            case SMALLINT -> "{\"type\":\"short\"}";
            case INT -> "{\"type\":\"integer\"}";
            case BIGINT, COUNTER -> "{\"type\":\"long\"}";
            // Not-a-number and the infinities stay in _source, and are not searched.
            case FLOAT -> "{\"type\":\"float\",\"ignore_malformed\":true}";
            case DOUBLE -> "{\"type\":\"double\",\"ignore_malformed\":true}";
            case VARINT, DECIMAL, TIME, DURATION -> "{\"type\":\"keyword\",\"ignore_above\":8191}";
            case UUID_, TIMEUUID -> "{\"type\":\"keyword\"}";
            // Years that Elasticsearch does not know stay in _source.
            case TIMESTAMP ->
                "{\"type\":\"date\",\"format\":\"strict_date_optional_time||epoch_millis\",\"ignore_malformed\":true}";
            case DATE -> "{\"type\":\"date\",\"format\":\"strict_date\",\"ignore_malformed\":true}";
            case INET -> "{\"type\":\"ip\"}";
            case BLOB -> "{\"type\":\"binary\"}";
        };
    }

    @Override
    public void append(ByteBuffer bytes, StringBuilder out) {
        if (!bytes.hasRemaining() && !canBeEmpty()) {
            out.append("null");
            return;
        }
        switch (this) {
            case ASCII, TEXT ->
                JsonValue.quote(StandardCharsets.UTF_8.decode(bytes).toString(), out);
            case BOOLEAN -> out.append(bytes.get() != 0);
            case TINYINT -> out.append(bytes.get());
            case SMALLINT -> out.append(bytes.getShort());
            case INT -> out.append(bytes.getInt());
            case BIGINT, COUNTER -> out.append(bytes.getLong());
            case FLOAT -> real(Float.toString(bytes.getFloat()), out);
            case DOUBLE -> real(Double.toString(bytes.getDouble()), out);
            case VARINT -> quoted(new BigInteger(array(bytes)).toString(), out);
            case DECIMAL -> {
                int scale = bytes.getInt();
                quoted(decimal(new BigDecimal(new BigInteger(array(bytes)), scale)), out);
            }
            case UUID_, TIMEUUID -> quoted(new UUID(bytes.getLong(), bytes.getLong()).toString(), out);
            case TIMESTAMP -> quoted(INSTANTS.format(Instant.ofEpochMilli(bytes.getLong())), out);
            case DATE ->
                quoted(
                        LocalDate.ofEpochDay(Integer.toUnsignedLong(bytes.getInt()) - DATE_ZERO)
                                .toString(),
                        out);
            case TIME -> quoted(TIMES.format(LocalTime.ofNanoOfDay(bytes.getLong())), out);
            case DURATION -> quoted(Duration.read(bytes).text(), out);
            case INET -> quoted(InetText.of(array(bytes)), out);
            case BLOB -> quoted(Base64.getEncoder().encodeToString(array(bytes)), out);
        }
    }

    private static String decimal(BigDecimal value) {
        return value.scale() >= 0 && value.scale() <= LONGEST_SCALE ? value.toPlainString() : value.toString();
    }

    private static void real(String text, StringBuilder out) {
        // JSON has no word for NaN and the infinities.
        if (Character.isLetter(text.charAt(text.length() - 1))) {
            quoted(text, out);
        } else {
            out.append(text);
        }
    }

    private static void quoted(String plain, StringBuilder out) {
        out.append('"').append(plain).append('"');
    }

    static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    @Override
    public @Nullable ByteBuffer encode(JsonValue value) {
        if (value instanceof JsonValue.Null) {
            return null;
        }
        try {
            return switch (this) {
                case ASCII -> ascii(string(value));
                case TEXT -> utf8(string(value));
                case BOOLEAN -> ByteBuffer.wrap(new byte[] {(byte) (bool(value) ? 1 : 0)});
                case TINYINT -> ByteBuffer.wrap(new byte[] {integer(value).byteValueExact()});
                case SMALLINT ->
                    buffer(Short.BYTES)
                            .putShort(integer(value).shortValueExact())
                            .flip();
                case INT ->
                    buffer(Integer.BYTES).putInt(integer(value).intValueExact()).flip();
                case BIGINT, COUNTER -> longBytes(integer(value).longValueExact());
                case VARINT -> ByteBuffer.wrap(integer(value).toByteArray());
                case DECIMAL -> decimalBytes(new BigDecimal(number(value)));
                case FLOAT -> buffer(Float.BYTES).putFloat(floatOf(value)).flip();
                case DOUBLE -> buffer(Double.BYTES).putDouble(doubleOf(value)).flip();
                case UUID_, TIMEUUID -> uuid(string(value));
                case TIMESTAMP -> longBytes(millis(value));
                case DATE -> date(LocalDate.parse(string(value)).toEpochDay());
                case TIME -> longBytes(LocalTime.parse(string(value)).toNanoOfDay());
                case DURATION -> Duration.parse(string(value)).bytes();
                case INET -> ByteBuffer.wrap(InetText.parse(string(value)));
                case BLOB -> ByteBuffer.wrap(Base64.getDecoder().decode(string(value)));
            };
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw new UnmappableException("not a " + cql() + ", or out of its range");
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size);
    }

    private static ByteBuffer longBytes(long value) {
        return buffer(Long.BYTES).putLong(value).flip();
    }

    private String string(JsonValue value) {
        if (value instanceof JsonValue.Str string) {
            return string.text();
        }
        throw new UnmappableException("a " + cql() + " is a JSON string");
    }

    private boolean bool(JsonValue value) {
        return switch (value) {
            case JsonValue.Bool bool -> bool.value();
            // The other spelling that Elasticsearch takes.
            case JsonValue.Str(String text) when text.equals("true") -> true;
            case JsonValue.Str(String text) when text.equals("false") -> false;
            default -> throw new UnmappableException("a boolean is true or false");
        };
    }

    /** Elasticsearch takes numbers in strings, so that documents may have them. */
    private String number(JsonValue value) {
        return switch (value) {
            case JsonValue.Num number -> number.text();
            case JsonValue.Str string -> string.text().strip();
            default -> throw new UnmappableException("a " + cql() + " is a number");
        };
    }

    private BigInteger integer(JsonValue value) {
        String text = number(value);
        if (INTEGER.matcher(text).matches()) {
            return new BigInteger(text);
        }
        BigDecimal decimal = new BigDecimal(text);
        if (Math.abs((long) decimal.scale()) > LONGEST_SCALE) {
            throw new ArithmeticException();
        }
        return decimal.toBigIntegerExact();
    }

    private float floatOf(JsonValue value) {
        float parsed = Float.parseFloat(number(value));
        if (Float.isInfinite(parsed) && value instanceof JsonValue.Num) {
            throw new ArithmeticException();
        }
        return parsed;
    }

    private double doubleOf(JsonValue value) {
        double parsed = Double.parseDouble(number(value));
        if (Double.isInfinite(parsed) && value instanceof JsonValue.Num) {
            throw new ArithmeticException();
        }
        return parsed;
    }

    private static ByteBuffer decimalBytes(BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        return buffer(Integer.BYTES + unscaled.length)
                .putInt(value.scale())
                .put(unscaled)
                .flip();
    }

    private static ByteBuffer ascii(String text) {
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            throw new IllegalArgumentException();
        }
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ByteBuffer uuid(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        UUID uuid = UUID.fromString(text);
        if (this == TIMEUUID && uuid.version() != 1) {
            throw new IllegalArgumentException();
        }
        return buffer(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip();
    }

    private static long millis(JsonValue value) {
        return switch (value) {
            case JsonValue.Num(String text) -> new BigDecimal(text).longValueExact();
            case JsonValue.Str(String text) -> parsed(text).toEpochMilli();
            default -> throw new IllegalArgumentException();
        };
    }

    private static Instant parsed(String text) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        }
        if (text.endsWith("Z")) {
            // Instants reach further than dates with an offset.
            return Instant.parse(text);
        }
        boolean hasOffset = text.matches(".*T.*[+-].*");
        return OffsetDateTime.parse(hasOffset ? text : text + "Z").toInstant();
    }

    private static ByteBuffer date(long day) {
        long shifted = Math.addExact(day, DATE_ZERO);
        if (shifted < 0 || shifted > 0xFFFF_FFFFL) {
            throw new ArithmeticException();
        }
        return buffer(Integer.BYTES).putInt((int) shifted).flip();
    }
}
