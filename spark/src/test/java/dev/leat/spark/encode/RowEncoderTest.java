package dev.leat.spark.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.spark.encode.RowEncoder.Encoded;
import dev.leat.spark.option.Nulls;
import dev.leat.spark.schema.Kind;
import dev.leat.spark.schema.TargetMapping;
import dev.leat.spark.schema.TargetMapping.Field;
import dev.leat.spark.schema.TargetMapping.NameKind;
import dev.leat.testing.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

class RowEncoderTest {

    private static final StructType SCALARS =
            StructType.fromDDL("t string, b boolean, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float, d double,"
                    + " n decimal(38,18), x binary, at timestamp");

    private static final TargetMapping NOTHING = TargetMapping.unknown("index");

    private static Encoded encode(StructType type, TargetMapping mapping, Nulls nulls, @Nullable Object... values) {
        return RowEncoder.of(type, mapping, nulls, List.of(), List.of("raw")).encode(new GenericInternalRow(values));
    }

    private static String json(String columns, @Nullable Object... values) {
        Encoded encoded = encode(StructType.fromDDL(columns), NOTHING, Nulls.OMIT, values);
        assertThat(encoded.problem()).isNull();
        return new String(encoded.json(), StandardCharsets.UTF_8);
    }

    private static UTF8String text(String value) {
        return UTF8String.fromString(value);
    }

    @Test
    void keepsEveryScalarExactly(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        RowEncoder encoder = RowEncoder.of(SCALARS, NOTHING, Nulls.OMIT, List.of(), List.of());

        for (int round = 0; round < 5_000; round++) {
            Object[] values = randomScalars(random);
            JsonNode read = Json.MAPPER.readTree(
                    encoder.encode(new GenericInternalRow(values)).json());

            assertThat(read.size()).isEqualTo(values.length);
            assertThat(read.get("t").asString()).isEqualTo(values[0].toString());
            assertThat(read.get("b").asBoolean()).isEqualTo(values[1]);
            assertThat((byte) read.get("i8").intValue()).isEqualTo(values[2]);
            assertThat((short) read.get("i16").intValue()).isEqualTo(values[3]);
            assertThat(read.get("i32").intValue()).isEqualTo(values[4]);
            assertThat(read.get("i64").longValue()).isEqualTo(values[5]);
            assertThat(Float.parseFloat(read.get("f").asString())).isEqualTo((Float) values[6] + 0.0f);
            assertThat(Double.parseDouble(read.get("d").asString())).isEqualTo((Double) values[7] + 0.0);
            assertThat(read.get("n").decimalValue()).isEqualTo(((Decimal) values[8]).toJavaBigDecimal());
            assertThat(Base64.getDecoder().decode(read.get("x").asString())).isEqualTo(values[9]);
            assertThat(Instant.parse(read.get("at").asString()))
                    .isEqualTo(Instant.EPOCH.plus((Long) values[10], ChronoUnit.MICROS));
        }
    }

    private static Object[] randomScalars(SplittableRandom random) {
        StringBuilder letters = new StringBuilder();
        for (int letter = random.nextInt(8); letter > 0; letter--) {
            int code = random.nextInt(4) == 0 ? random.nextInt(0x10FFFF) : random.nextInt(0x80);
            letters.appendCodePoint(code >= 0xD800 && code < 0xE000 ? '"' : code);
        }
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        BigDecimal decimal = new BigDecimal(
                        new BigInteger(random.nextInt(1, 126), new java.util.Random(random.nextLong())), 18)
                .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate());
        return new Object[] {
            text(letters.toString()),
            random.nextBoolean(),
            (byte) random.nextInt(),
            (short) random.nextInt(),
            random.nextInt(),
            random.nextLong(),
            finite(Float.intBitsToFloat(random.nextInt())),
            finite(Double.longBitsToDouble(random.nextLong())),
            Decimal.apply(decimal, 38, 18),
            bytes,
            random.nextLong(-60_000_000_000_000_000L, 250_000_000_000_000_000L)
        };
    }

    private static float finite(float number) {
        return Float.isFinite(number) ? number : Float.MIN_VALUE;
    }

    private static double finite(double number) {
        return Double.isFinite(number) ? number : Double.MAX_VALUE;
    }

    @Test
    void writesStructsArraysAndMaps() {
        InternalRow struct = new GenericInternalRow(new Object[] {1L, null});
        GenericArrayData array = new GenericArrayData(new Object[] {text("p"), null});
        ArrayBasedMapData map = new ArrayBasedMapData(
                new GenericArrayData(new Object[] {text("k"), text("l")}),
                new GenericArrayData(new Object[] {1, null}));

        assertThat(json(
                        "s struct<a:bigint,b:string>, l array<string>, m map<string,int>, `x.y` date",
                        struct,
                        array,
                        map,
                        0))
                .isEqualTo("{\"s\":{\"a\":1},\"l\":[\"p\",null],\"m\":{\"k\":1,\"l\":null},\"x.y\":\"1970-01-01\"}");
        assertThat(json("l array<struct<a:bigint,b:string>>", new GenericArrayData(new Object[] {struct})))
                .isEqualTo("{\"l\":[{\"a\":1}]}");
        assertThat(json("f float, d double", -0.0f, 4.9e-324)).isEqualTo("{\"f\":-0.0,\"d\":4.9E-324}");
        assertThat(json("at timestamp_ntz, u decimal(20,0)", 1L, Decimal.apply("18446744073709551615")))
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00.000001\",\"u\":18446744073709551615}");
    }

    @Test
    void omitsNullsOrWritesThem() {
        StructType type = StructType.fromDDL("a string, r struct<gte:int,lt:int>");
        TargetMapping range = mapping("r", Kind.INTEGER_RANGE, null);
        InternalRow halfOpen = new GenericInternalRow(new Object[] {1, null});

        assertThat(json("a string, b int", null, 1)).isEqualTo("{\"b\":1}");
        assertThat(new String(encode(type, range, Nulls.WRITE, null, halfOpen).json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":null,\"r\":{\"gte\":1}}");
    }

    @Test
    void namesTheFieldThatJsonHasNoRoomFor() {
        Encoded number = encode(
                StructType.fromDDL("s struct<d:double>"), NOTHING, Nulls.OMIT, new GenericInternalRow(new Object[] {
                    Double.NaN
                }));
        Encoded text = encode(
                StructType.fromDDL("t string"), NOTHING, Nulls.OMIT, UTF8String.fromBytes(new byte[] {(byte) 0xff}));
        Encoded date =
                encode(StructType.fromDDL("day timestamp"), mapping("day", Kind.DATE, "dd/MM/yyyy"), Nulls.OMIT, 1L);
        Encoded raw = encode(StructType.fromDDL("raw string"), NOTHING, Nulls.OMIT, text("{\"a\":"));

        assertThat(number.problem()).isEqualTo("field 's.d' is NaN, which is no number in JSON");
        assertThat(new String(number.json(), StandardCharsets.UTF_8)).isEqualTo("{\"s\":{\"d\":\"NaN\"}}");
        assertThat(text.problem()).isEqualTo("field 't' is text that is not valid UTF-8");
        assertThat(date.problem()).isEqualTo("field 'day' is a date that the format 'dd/MM/yyyy' has no room for");
        assertThat(raw.problem()).isEqualTo("field 'raw' is no JSON");
    }

    @Test
    void writesJsonWhereTheMappingTakesIt() {
        StructType type = StructType.fromDDL("o string");
        TargetMapping flattened = mapping("o", Kind.JSON, null);

        assertThat(new String(
                        encode(type, flattened, Nulls.OMIT, text("{\"a\":[1.50]}"))
                                .json(),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"o\":{\"a\":[1.50]}}");
        assertThat(new String(
                        encode(type, flattened, Nulls.OMIT, text("\"one\"")).json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"o\":\"one\"}");
        assertThat(new String(
                        encode(type, flattened, Nulls.OMIT, text("POINT (1 2)")).json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"o\":\"POINT (1 2)\"}");
        assertThat(json("raw string", text("[1, 2]"))).isEqualTo("{\"raw\":[1, 2]}");
    }

    @Test
    void refusesTypesWithoutAFormInJson() {
        assertThatThrownBy(() -> json("s struct<i:interval day to second>", (Object) null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("column 's.i' is of type interval day to second, which has no form in JSON");
        assertThatThrownBy(() -> json("m map<int,string>", (Object) null))
                .hasMessageContaining("column 'm' is of type map<int,string>, and the names of JSON are strings");
        TargetMapping alias = new TargetMapping(
                "index", "index", NameKind.INDEX, Map.of("who", new Field(Kind.JSON, null, "user.name", 0)));
        assertThatThrownBy(() -> encode(StructType.fromDDL("who string"), alias, Nulls.OMIT, (Object) null))
                .hasMessageContaining("'who' is an alias of 'user.name' in index 'index'")
                .hasMessageContaining("exclude-columns=who");
    }

    private static TargetMapping mapping(String path, Kind kind, @Nullable String format) {
        return new TargetMapping("index", "index", NameKind.INDEX, Map.of(path, new Field(kind, format, null, 0)));
    }
}
