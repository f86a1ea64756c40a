package dev.leat.cassandra.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import dev.leat.testing.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver's own codecs are the oracle: what they encode must come out as text, and be encoded again the same. */
class CqlTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    TEXT      | "a"                                      | "a"
                    TEXT      | "\\u0041\\n\\u0001ü"                     | "A\\n\\u0001ü"
                    TEXT      | ""                                       | ""
                    INT       | 5                                        | 5
                    INT       | "5"                                      | 5
                    INT       | 5.0                                      | 5
                    BIGINT    | -9223372036854775808                     | -9223372036854775808
                    DOUBLE    | "NaN"                                    | "NaN"
                    DOUBLE    | "-Infinity"                              | "-Infinity"
                    DOUBLE    | -0.0                                     | -0.0
                    DOUBLE    | 1e3                                      | 1000.0
                    FLOAT     | 0.1                                      | 0.1
                    DECIMAL   | "1.10"                                   | "1.10"
                    DECIMAL   | 1.10                                     | "1.10"
                    DECIMAL   | "1E+3"                                   | "1E+3"
                    DECIMAL   | "0E-2000"                                | "0E-2000"
                    DECIMAL   | "123456789012345678901234567890.123456789" | "123456789012345678901234567890.123456789"
                    VARINT    | 18446744073709551616                     | "18446744073709551616"
                    BOOLEAN   | "true"                                   | true
                    UUID_     | "AAAAAAAA-0000-4000-8000-00000000000A"   | "aaaaaaaa-0000-4000-8000-00000000000a"
                    TIMESTAMP | "2026-01-02T03:04:05+01:00"              | "2026-01-02T02:04:05.000Z"
                    TIMESTAMP | "2026-01-02"                             | "2026-01-02T00:00:00.000Z"
                    TIMESTAMP | 0                                        | "1970-01-01T00:00:00.000Z"
                    TIMESTAMP | "-0044-03-15T00:00:00Z"                  | "-0044-03-15T00:00:00.000Z"
                    DATE      | "-0044-03-15"                            | "-0044-03-15"
                    TIME      | "12:30"                                  | "12:30:00.000000000"
                    DURATION  | "1y2mo3w4h"                              | "14mo21d14400000000000ns"
                    DURATION  | "0s"                                     | "0ns"
                    INET      | "192.168.0.1"                            | "192.168.0.1"
                    INET      | "::1"                                    | "0:0:0:0:0:0:0:1"
                    INET      | "::ffff:1.2.3.4"                         | "::ffff:0102:0304"
                    BLOB      | "AP8="                                   | "AP8="
                    """)
    void hasOneFormForEachValue(ScalarType type, String json, String canonical) {
        assertThat(type.canonical(json)).isEqualTo(canonical);
        assertThat(type.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    INT       | 2147483648            | not a int, or out of its range
                    INT       | 1.5                   | not a int, or out of its range
                    INT       | 1e999999999           | not a int, or out of its range
                    TINYINT   | true                  | a tinyint is a number
                    TEXT      | 5                     | a text is a JSON string
                    FLOAT     | 1e99                  | not a float, or out of its range
                    UUID_     | "1-2-3-4-5"           | not a uuid, or out of its range
                    TIMEUUID  | "aaaaaaaa-0000-4000-8000-00000000000a" | not a timeuuid, or out of its range
                    INET      | "localhost"           | not a inet, or out of its range
                    INET      | "fe80::1%eth0"        | not a inet, or out of its range
                    INET      | "1234"                | not a inet, or out of its range
                    DATE      | "2026-02-30"          | not a date, or out of its range
                    TIME      | "25:00"               | not a time, or out of its range
                    BLOB      | "*"                   | not a blob, or out of its range
                    ASCII     | "ü"                   | not a ascii, or out of its range
                    BOOLEAN   | [1]                   | a boolean is true or false
                    """)
    void refusesWhatIsNoValue(ScalarType type, String json, String reason) {
        assertThatThrownBy(() -> type.canonical(json))
                .isInstanceOf(UnmappableException.class)
                .hasMessage(reason);
    }

    @Test
    void ordersWhatHasNoOrder() {
        CqlType set = CqlType.of(DataTypes.setOf(DataTypes.INT));
        CqlType map = CqlType.of(DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT));
        CqlType pairs = CqlType.of(DataTypes.mapOf(DataTypes.INT, DataTypes.TEXT));

        assertThat(set.canonical("[10,2,10]")).isEqualTo("[10,2]");
        assertThat(set.canonical("7")).isEqualTo("[7]");
        assertThat(map.canonical("{\"b\":1,\"a.x\":2}")).isEqualTo("{\"a.x\":2,\"b\":1}");
        assertThat(pairs.canonical("[{\"k\":2,\"v\":\"b\"},{\"v\":\"a\",\"k\":1}]"))
                .isEqualTo("[{\"k\":1,\"v\":\"a\"},{\"k\":2,\"v\":\"b\"}]");
        assertThatThrownBy(() -> pairs.canonical("[{\"k\":2}]"))
                .hasMessage("an entry of a map<int, text> is a pair {\"k\", \"v\"}");
        assertThatThrownBy(() -> set.canonical("[null]")).hasMessage("null inside a set<int>");
    }

    @Test
    void knowsWhereEmptyIsNothing() {
        assertThat(CqlType.of(DataTypes.listOf(DataTypes.INT)).canonical("[]")).isNull();
        assertThat(CqlType.of(DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT)).canonical("{}"))
                .isNull();
        assertThat(CqlType.of(DataTypes.frozenListOf(DataTypes.INT)).canonical("[]"))
                .isEqualTo("[]");
        assertThat(ScalarType.TEXT.canonical("null")).isNull();
        assertThat(CqlType.of(DataTypes.listOf(DataTypes.frozenListOf(DataTypes.INT)))
                        .canonical("[[],[1]]"))
                .isEqualTo("[[],[1]]");
    }

    @Test
    void saysWhatIsWrongInsideAVector() {
        CqlType vector = CqlType.of(DataTypes.vectorOf(DataTypes.FLOAT, 2));

        assertThat(vector.canonical("[1,2.5]")).isEqualTo("[1.0,2.5]");
        assertThatThrownBy(() -> vector.canonical("[1]")).hasMessage("a vector<float, 2> with 1 elements");
    }

    @Test
    void agreesWithTheDriverOnEveryValue(TestInfo test) {
        Seeds seed = Seeds.of(test);
        RandomGenerator random = seed.random();
        for (int i = 0; i < 4_000; i++) {
            DataType dataType = dataType(random, 3);
            Object value = Objects.requireNonNull(value(dataType, random));
            TypeCodec<Object> codec = CodecRegistry.DEFAULT.codecFor(dataType);
            ByteBuffer bytes = Objects.requireNonNull(codec.encode(value, ProtocolVersion.V5));
            CqlType type = CqlType.of(dataType);
            String description = seed + ", " + dataType.asCql(true, true);

            StringBuilder text = new StringBuilder();
            type.append(bytes.duplicate(), text);
            ByteBuffer back = Objects.requireNonNull(type.encode(JsonValue.parse(text.toString())));
            StringBuilder again = new StringBuilder();
            type.append(back.duplicate(), again);

            assertThat(codec.decode(back, ProtocolVersion.V5)).as(description).isEqualTo(value);
            assertThat(again.toString()).as(description).isEqualTo(text.toString());
        }
    }

    private static final List<DataType> SCALARS = List.of(
            DataTypes.ASCII,
            DataTypes.TEXT,
            DataTypes.BOOLEAN,
            DataTypes.TINYINT,
            DataTypes.SMALLINT,
            DataTypes.INT,
            DataTypes.BIGINT,
            DataTypes.VARINT,
            DataTypes.DECIMAL,
            DataTypes.FLOAT,
            DataTypes.DOUBLE,
            DataTypes.UUID,
            DataTypes.TIMESTAMP,
            DataTypes.DATE,
            DataTypes.TIME,
            DataTypes.DURATION,
            DataTypes.BLOB);

    private static DataType dataType(RandomGenerator random, int depth) {
        int kind = random.nextInt(depth == 0 ? 1 : 8);
        return switch (kind) {
            case 1 -> DataTypes.listOf(dataType(random, depth - 1));
            case 2 -> DataTypes.setOf(dataType(random, depth - 1));
            case 3 -> DataTypes.mapOf(dataType(random, depth - 1), dataType(random, depth - 1));
            case 4 -> DataTypes.vectorOf(DataTypes.FLOAT, 1 + random.nextInt(5));
            default -> SCALARS.get(random.nextInt(SCALARS.size()));
        };
    }

    private static @Nullable Object value(DataType type, RandomGenerator random) {
        int size = random.nextInt(4);
        return switch (type) {
            case com.datastax.oss.driver.api.core.type.ListType list ->
                random.ints(size)
                        .mapToObj(i -> value(list.getElementType(), random))
                        .toList();
            case com.datastax.oss.driver.api.core.type.SetType set -> {
                Set<@Nullable Object> values = new java.util.HashSet<>();
                for (int i = 0; i < size; i++) {
                    values.add(value(set.getElementType(), random));
                }
                yield values;
            }
            case com.datastax.oss.driver.api.core.type.MapType map -> {
                Map<@Nullable Object, @Nullable Object> values = new java.util.HashMap<>();
                for (int i = 0; i < size; i++) {
                    values.put(value(map.getKeyType(), random), value(map.getValueType(), random));
                }
                yield values;
            }
            case com.datastax.oss.driver.api.core.type.VectorType vector ->
                com.datastax.oss.driver.api.core.data.CqlVector.newInstance(random.ints(vector.getDimensions())
                        .mapToObj(Float::intBitsToFloat)
                        .map(f -> f.isNaN() ? Float.NaN : f)
                        .toList());
            default -> scalar(type, random);
        };
    }

    private static Object scalar(DataType type, RandomGenerator random) {
        long bits = random.nextLong() >> random.nextInt(64);
        return switch (type.asCql(false, false)) {
            case "ascii" -> Long.toString(bits, 36);
            case "text" -> random.nextBoolean() ? "\"\\\n\u0000 ü\uD83D\uDE00" : Long.toString(bits);
            case "boolean" -> random.nextBoolean();
            case "tinyint" -> (byte) bits;
            case "smallint" -> (short) bits;
            case "int" -> (int) bits;
            case "bigint" -> bits;
            case "varint" -> BigInteger.valueOf(bits).multiply(BigInteger.valueOf(random.nextLong()));
            case "decimal" -> new BigDecimal(BigInteger.valueOf(bits), random.nextInt(4000) - 2000);
            case "float" -> Float.intBitsToFloat((int) bits);
            case "double" -> Double.longBitsToDouble(bits);
            case "uuid" -> new UUID(random.nextLong(), random.nextLong());
            case "timestamp" -> Instant.ofEpochMilli(bits >> 8);
            case "date" -> LocalDate.ofEpochDay(bits >> 32);
            case "time" -> LocalTime.ofNanoOfDay(Math.floorMod(bits, 86_400_000_000_000L));
            case "duration" ->
                bits < 0
                        ? CqlDuration.newInstance((int) (bits >> 33), -3, bits)
                        : CqlDuration.newInstance((int) (bits >> 33), 3, bits);
            case "blob" -> ByteBuffer.allocate(Long.BYTES).putLong(bits).flip();
            default -> throw new IllegalArgumentException(type.toString());
        };
    }
}
