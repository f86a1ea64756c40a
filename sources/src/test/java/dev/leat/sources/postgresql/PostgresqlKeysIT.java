package dev.leat.sources.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@WithDatabases
class PostgresqlKeysIT {
    private static final int ROWS = 4_300;

    /** The type of a key, and its value in row {@code i}; rows come in pages of 2000. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("k smallint", "i - 2000");
        KEYS.put("k bigint", "9223372036854775807 - i");
        KEYS.put("k numeric", "i / 7.0");
        KEYS.put("k real", "i * 0.37");
        KEYS.put("k double precision", "i / 7.0");
        KEYS.put("k text", "md5(i::text) || CASE WHEN i % 2 = 0 THEN ' ü''\\%' ELSE 'Z' END");
        KEYS.put("k text COLLATE ignoring_case", "CASE WHEN i % 2 = 0 THEN 'Key ' ELSE 'kEY ' END || i");
        KEYS.put("k text COLLATE german", "chr(64 + i % 60) || '-' || i");
        KEYS.put("k citext", "CASE WHEN i % 2 = 0 THEN 'Key ' ELSE 'kEY ' END || i");
        KEYS.put("k varchar(20)", "i::text");
        KEYS.put("k char(20)", "i::text");
        KEYS.put("k bytea", "decode(md5(i::text), 'hex')");
        KEYS.put("k uuid", "md5(i::text)::uuid");
        KEYS.put("k date", "DATE '1990-01-01' + i");
        KEYS.put("k timestamp", "TIMESTAMP '2026-01-01' + i * interval '1.000001 s'");
        KEYS.put("k timestamptz", "TIMESTAMPTZ '2026-01-01 00:00+00' - i * interval '1.000001 s'");
        KEYS.put("k time", "TIME '00:00' + i * interval '1.5 s'");
        KEYS.put("k interval", "i * interval '1 hour 1 s'");
        KEYS.put("k inet", "'10.0.0.0'::inet + i");
        KEYS.put("k int4range", "int4range(i, i + 5)");
        KEYS.put("k int[]", "ARRAY[i % 10, i]");
        KEYS.put("k varbit", "i::bit(16)::varbit");
        KEYS.put("k positive", "i");
        KEYS.put("k boolean, l mood, m int", "i % 2 = 0, (ARRAY['sad', 'so so', 'happy'])[i % 3 + 1]::mood, i");
        KEYS.put(
                "k text, l timestamptz, m smallint",
                "'a' || i % 5, TIMESTAMPTZ '2026-01-01' + (i % 50) * interval '1 day', i");
    }

    @Test
    void pagesByKeysOfEveryTypeWithoutLossOrRepetition(TestPostgres server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        database.run("CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy');"
                + "CREATE DOMAIN positive AS int CHECK (VALUE > 0);"
                + "CREATE COLLATION german (provider = icu, locale = 'de-u-kf-upper');"
                + "CREATE COLLATION ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        int number = 0;
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            String columns = key.getKey().replaceAll("(^|, )([klm]) [^,]*", "$1$2");
            database.run(
                    "CREATE TABLE t%1$d(%2$s, v int, PRIMARY KEY(%3$s)); INSERT INTO t%1$d SELECT %4$s, i FROM generate_series(1, %5$d) i"
                            .formatted(number++, key.getKey(), columns, key.getValue(), ROWS));
        }

        for (int i = 0; i < number; i++) {
            assertPages(database, "t" + i, List.copyOf(KEYS.keySet()).get(i));
        }
    }

    private static void assertPages(TestDatabase database, String table, String key) throws Exception {
        RecordingSink whole = database.readAll("tables", table, "id_format", "escaped");
        assertThat(whole.ids()).as(key).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(whole.documents().stream().map(document -> document.fields().get("public_" + table + "_v")))
                .as(key)
                .doesNotHaveDuplicates();
        assertThat(whole.marks()).as(key).hasSize(2);
        RecordingSink.Mark last = whole.marks().getLast();
        RecordingSink rest = new RecordingSink();
        try (DataSource source = database.open("tables", table, "id_format", "escaped")) {
            source.scopes(Filter.none());
            source.read(new Scope("public." + table), last.checkpoint(), rest);
        }
        assertThat(Stream.concat(whole.ids().stream().limit(last.documentsBefore()), rest.ids().stream()))
                .as(key)
                .containsExactlyElementsOf(whole.ids());
    }
}
