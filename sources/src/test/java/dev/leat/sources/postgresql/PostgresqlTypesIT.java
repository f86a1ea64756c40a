package dev.leat.sources.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Filter;
import dev.leat.connect.SourceDocument;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@WithDatabases
class PostgresqlTypesIT {
    private static final List<Case> CASES = List.of(
            new Case("smallint", "-32768", -32_768L),
            new Case("integer", "2147483647", 2_147_483_647L),
            new Case("bigint", "9223372036854775807", 9_223_372_036_854_775_807L),
            new Case("oid", "4294967295", 4_294_967_295L),
            new Case("real", "0.1", 0.1f),
            new Case("double precision", "0.1", 0.1),
            new Case("double precision", "1e300", 1e300),
            new Case("double precision", "'NaN'", new Gone("not a number")),
            new Case("double precision", "'-Infinity'", new Gone("infinite")),
            new Case("real", "'Infinity'", new Gone("infinite")),
            new Case("numeric(12, 2)", "17", new BigDecimal("17.00")),
            new Case(
                    "numeric",
                    "12345678901234567890123.4567890123",
                    new BigDecimal("12345678901234567890123.4567890123")),
            new Case("numeric", "'NaN'", new Gone("NaN")),
            new Case("numeric", "'Infinity'", new Gone("Infinity")),
            new Case("boolean", "true", true),
            new Case("boolean", "false", false),
            new Case("text", "'tü \\ \" '' \u20ac 😀'", "tü \\ \" ' € 😀"),
            new Case("text", "''", ""),
            new Case("varchar(5)", "'abc'", "abc"),
            new Case("char(5)", "'abc'", "abc  "),
            new Case("\"char\"", "'x'", "x"),
            new Case("name", "'somebody'", "somebody"),
            new Case("bytea", "'\\x00ff61'", new byte[] {0, (byte) 0xff, 'a'}),
            new Case("bytea", "''", new byte[0]),
            new Case("bytea", "decode(repeat('00', 2000), 'hex')", new Gone("more than 1024 bytes of binary data")),
            new Case("date", "'2026-02-28'", "2026-02-28"),
            new Case("date", "'infinity'", new Gone("infinity")),
            new Case("date", "'0044-03-15 BC'", new Gone("0044-03-15 BC")),
            new Case("date", "'12026-02-28'", new Gone("12026-02-28")),
            new Case("time", "'23:59:59.123456'", "23:59:59.123456"),
            new Case("timetz", "'23:59:59+02'", "23:59:59+02"),
            new Case("timestamp", "'2026-02-28 01:02:03'", "2026-02-28T01:02:03"),
            new Case("timestamp", "'2026-02-28 01:02:03.123456'", "2026-02-28T01:02:03.123456"),
            new Case("timestamp", "'-infinity'", new Gone("-infinity")),
            new Case("timestamptz", "'2026-02-28 01:02:03.5+05:30'", "2026-02-27T19:32:03.5Z"),
            new Case("timestamptz", "'1883-11-18 12:03:57+00'", "1883-11-18T12:03:57Z"),
            new Case("interval", "'1 year 2 mons 3 days 04:05:06.7'", "P1Y2M3DT4H5M6.7S"),
            new Case("interval", "'-25:00:00'", "PT-25H"),
            new Case("uuid", "'123E4567-e89b-12d3-a456-426655440000'", "123e4567-e89b-12d3-a456-426655440000"),
            new Case("json", "'{\"b\": 1, \"a\": [null, 1.10]}'", "{\"b\": 1, \"a\": [null, 1.10]}"),
            new Case("jsonb", "'{\"b\": 1, \"a\": [null, 1.10]}'", "{\"a\": [null, 1.10], \"b\": 1}"),
            new Case("jsonb", "'null'", "null"),
            new Case("xml", "'<a>1</a>'", "<a>1</a>"),
            new Case("money", "-1234.5", "-$1,234.50"),
            new Case("inet", "'192.168.0.1/24'", "192.168.0.1/24"),
            new Case("cidr", "'10.0.0.0/8'", "10.0.0.0/8"),
            new Case("macaddr", "'08:00:2B:01:02:03'", "08:00:2b:01:02:03"),
            new Case("bit(5)", "B'00101'", "00101"),
            new Case("bit varying", "B'1'", "1"),
            new Case("point", "'(1.5,2)'", "(1.5,2)"),
            new Case("polygon", "'((0,0),(1,1),(2,0))'", "((0,0),(1,1),(2,0))"),
            new Case("circle", "'<(1,2),3>'", "<(1,2),3>"),
            new Case("int4range", "'[1,10]'", "[1,11)"),
            new Case("tstzrange", "'[2026-01-01 00:00+00,)'", "[\"2026-01-01 00:00:00+00\",)"),
            new Case("int4multirange", "'{[1,3),[5,7)}'", "{[1,3),[5,7)}"),
            new Case("tsvector", "'a:1 b:2'", "'a':1 'b':2"),
            new Case("pg_lsn", "'16/B374D848'", "16/B374D848"),
            new Case("hstore", "'a=>1, b=>NULL'", "\"a\"=>\"1\", \"b\"=>NULL"),
            new Case("citext", "'MiXed'", "MiXed"),
            new Case("mood", "'so so'", "so so"),
            new Case("pair", "'(1,\"a b\")'", "(1,\"a b\")"),
            new Case("positive", "7", 7L),
            new Case("stamp", "'2026-02-28 01:02:03'", "2026-02-28T01:02:03"),
            new Case("integer[]", "'{1,NULL,3}'", Arrays.asList(1, null, 3)),
            new Case("integer[]", "'{{1,2},{3,4}}'", List.of(List.of(1, 2), List.of(3, 4))),
            new Case("text[]", "'{\"a,b\",\"c\\\"d\",NULL}'", Arrays.asList("a,b", "c\"d", null)),
            new Case("numeric[]", "'{1.10}'", List.of(new BigDecimal("1.10"))),
            new Case("timestamptz[]", "'{2026-01-01 00:00+00}'", List.of("2026-01-01T00:00:00+00:00")),
            new Case("mood[]", "'{happy}'", List.of("happy")),
            new Case("int8", "NULL", null),
            new Case("text", "NULL", null),
            new Case("timestamptz", "NULL", null),
            new Case("boolean", "NULL", null),
            new Case("double precision", "NULL", null),
            new Case("integer[]", "NULL", null));

    private record Case(
            String type, String literal, @Nullable Object expected) {}

    /** A value that has no place in JSON. */
    private record Gone(String reason) {}

    @Test
    void mapsEveryTypeWithoutLossTheSameWhetherFirstOrLaterAndInQueries(TestPostgres server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        StringBuilder columns = new StringBuilder("id int PRIMARY KEY");
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < CASES.size(); i++) {
            columns.append(", c").append(i).append(' ').append(CASES.get(i).type());
            values.append(", ").append(CASES.get(i).literal());
        }
        database.run(
                "CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy');"
                        + "CREATE TYPE pair AS (number int, word text); CREATE DOMAIN positive AS int CHECK (VALUE > 0);"
                        + "CREATE DOMAIN stamp AS timestamp; CREATE TABLE kinds(" + columns + ")");
        for (int i = 1; i <= 4_001; i += 2_000) {
            database.run("INSERT INTO kinds VALUES (" + i + values + ")");
        }
        database.run("INSERT INTO kinds(id) SELECT i FROM generate_series(1, 4001) i ON CONFLICT DO NOTHING");

        // Pages after the first come in the binary form of the protocol.
        List<SourceDocument> documents = database.readAll("max_binary_kb", "1").documents();
        assertCases(documents.getFirst().fields());
        assertCases(documents.getLast().fields());

        Object rule = Map.of("tables", List.of("kinds"), "query", "SELECT * FROM kinds WHERE id = 1");
        List<SourceDocument> found = database.readAll(new Filter(List.of(rule)), "max_binary_kb", "1")
                .documents();
        assertThat(found).hasSize(1);
        assertCases(found.getFirst().fields());
    }

    @Test
    void makesObjectsOfJsonWhenAsked(TestPostgres server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        database.run("CREATE TABLE j(id int PRIMARY KEY, v jsonb); INSERT INTO j VALUES (1, '{\"a\": [1, 2.50, {}]}')");

        assertThat(database.readAll("json_as", "object").documents().getFirst().fields())
                .containsEntry("public_j_v", Map.of("a", List.of(1, new BigDecimal("2.50"), Map.of())));
    }

    private static void assertCases(Map<String, @Nullable Object> fields) {
        List<String> leftOut = new ArrayList<>();
        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < CASES.size(); i++) {
                Case one = CASES.get(i);
                String field = "public_kinds_c" + i;
                Object expected = one.expected();
                if (expected instanceof Gone(String reason)) {
                    leftOut.add(field + ": " + reason);
                    expected = null;
                }
                softly.assertThat(fields.get(field))
                        .as("%s %s", one.type(), one.literal())
                        .isEqualTo(expected);
            }
        });
        assertThat(fields.get("left_out")).isEqualTo(leftOut);
    }
}
