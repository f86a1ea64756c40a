package dev.leat.sources.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.SourceDocument;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.WithDatabases;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@WithDatabases
class MysqlTypesIT {
    private static final List<Case> CASES = List.of(
            new Case("tinyint(1)", "1", 1L),
            new Case("boolean", "false", 0L),
            new Case("tinyint", "-128", -128L),
            new Case("smallint unsigned", "65535", 65_535L),
            new Case("mediumint", "-8388608", -8_388_608L),
            new Case("int unsigned zerofill", "42", 42L),
            new Case("bigint", "-9223372036854775808", Long.MIN_VALUE),
            new Case("bigint unsigned", "18446744073709551615", new BigInteger("18446744073709551615")),
            new Case("bigint unsigned", "7", 7L),
            new Case("decimal(12, 2)", "17", new BigDecimal("17.00")),
            new Case(
                    "decimal(65, 10)",
                    "1234567890123456789012345.0123456789",
                    new BigDecimal("1234567890123456789012345.0123456789")),
            new Case("float", "16777217", 16_777_216f),
            new Case("float", "0.1", 0.1f),
            new Case("double", "0.1", 0.1),
            new Case("double", "1.7976931348623157e308", Double.MAX_VALUE),
            new Case("bit(1)", "1", 1L),
            new Case("bit(10)", "b'1000000001'", 513L),
            new Case("bit(64)", "~0", new BigInteger("18446744073709551615")),
            new Case("year", "2026", 2_026L),
            new Case("year", "0", 0L),
            new Case("char(5)", "'abc'", "abc"),
            new Case("varchar(50) CHARACTER SET latin1", "'tü'", "tü"),
            new Case("varchar(50) CHARACTER SET utf8mb4", "'\u20ac 😀'", "€ 😀"),
            new Case("longtext", "'it''s \\\\ \"x\"'", "it's \\ \"x\""),
            new Case("text", "''", ""),
            new Case("enum('a','b')", "'b'", "b"),
            new Case("set('x','y','z')", "'z,x'", List.of("x", "z")),
            new Case("set('x')", "''", List.of()),
            new Case("binary(3)", "'a'", new byte[] {'a', 0, 0}),
            new Case("varbinary(5)", "x'00ff'", new byte[] {0, (byte) 0xff}),
            new Case("longblob", "''", new byte[0]),
            new Case("blob", "repeat('x', 2000)", new Gone("more than 1024 bytes of binary data")),
            new Case("date", "'2026-02-28'", "2026-02-28"),
            new Case("date", "'0000-00-00'", new Gone("0000-00-00")),
            new Case("date", "'2026-00-00'", new Gone("2026-00-00")),
            new Case("datetime", "'2026-02-28 01:02:03'", "2026-02-28T01:02:03"),
            new Case("datetime(6)", "'2026-02-28 01:02:03.123456'", "2026-02-28T01:02:03.123456"),
            new Case("datetime", "'0000-00-00'", new Gone("0000-00-00 00:00:00")),
            new Case("timestamp(3) NULL", "'2026-02-28 01:02:03.5'", "2026-02-28T01:02:03.5Z"),
            new Case("time", "'-838:59:59'", "-838:59:59"),
            new Case("time(3)", "'25:00:00.25'", "25:00:00.250"),
            new Case("json", "'{\"b\": 1}'", "{\"b\": 1}"),
            new Case("point", "ST_GeomFromText('POINT(1.5 2)')", "POINT(1.5 2)"),
            new Case("geometry", "ST_GeomFromText('POLYGON((0 0,1 1,2 0,0 0))')", "POLYGON((0 0,1 1,2 0,0 0))"),
            new Case("uuid", "'123E4567-e89b-12d3-a456-426655440000'", "123e4567-e89b-12d3-a456-426655440000"),
            new Case("inet6", "'::1'", "::1"),
            new Case("inet4", "'10.0.0.1'", "10.0.0.1"),
            new Case("int", "NULL", null),
            new Case("bigint unsigned", "NULL", null),
            new Case("bit(1)", "NULL", null),
            new Case("float", "NULL", null),
            new Case("datetime", "NULL", null),
            new Case("set('x')", "NULL", null),
            new Case("blob", "NULL", null));

    private record Case(
            String type, String literal, @Nullable Object expected) {}

    /** A value that has no place in JSON. */
    private record Gone(String reason) {}

    @Test
    void mapsEveryTypeWithoutLoss(TestMariaDb server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        StringBuilder columns = new StringBuilder("number int PRIMARY KEY");
        StringBuilder values = new StringBuilder("1");
        for (int i = 0; i < CASES.size(); i++) {
            columns.append(", c").append(i).append(' ').append(CASES.get(i).type());
            values.append(", ").append(CASES.get(i).literal());
        }
        database.run("SET sql_mode = ''; SET time_zone = '+00:00'; CREATE TABLE kinds(" + columns
                + "); INSERT INTO kinds VALUES (" + values + ")");

        SourceDocument document =
                database.readAll("max_binary_kb", "1").documents().getFirst();

        List<String> leftOut = new ArrayList<>();
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < CASES.size(); i++) {
                Case one = CASES.get(i);
                Object expected = one.expected();
                if (expected instanceof Gone(String reason)) {
                    leftOut.add("c" + i + ": " + reason);
                    expected = null;
                }
                softly.assertThat(document.fields().get("c" + i))
                        .as("%s %s", one.type(), one.literal())
                        .isEqualTo(expected);
            }
        });
        assertThat(document.fields().get("left_out")).isEqualTo(leftOut);
    }
}
