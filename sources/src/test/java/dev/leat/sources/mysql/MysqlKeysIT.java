package dev.leat.sources.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.WithDatabases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@WithDatabases
class MysqlKeysIT {
    private static final int ROWS = 60;

    /** The type of a key, and its value in row {@code i}. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("k int", "i - 30");
        KEYS.put("k bigint unsigned", "18446744073709551615 - i");
        KEYS.put("k decimal(30, 10)", "i / 7 + 12345678901234567890");
        KEYS.put("k float", "i * 0.37");
        KEYS.put("k double", "i / 7");
        KEYS.put("k varchar(50) COLLATE utf8mb4_general_ci", "concat(if(i % 2, 'Key ', 'kEY '), i, ' ü\\'\\\\%')");
        KEYS.put("k varchar(50) COLLATE utf8mb4_bin", "concat(if(i % 2, 'Key ', 'kEY '), i)");
        KEYS.put("k varchar(50) COLLATE utf8mb4_unicode_ci", "concat(char(64 + i), '-', i)");
        KEYS.put("k varchar(50) CHARACTER SET latin1", "concat('ü', i)");
        KEYS.put("k char(20)", "i");
        KEYS.put("k binary(16)", "unhex(md5(i))");
        KEYS.put("k varbinary(20)", "concat(char(i), 'x')");
        KEYS.put("k date", "'1990-01-01' + INTERVAL i DAY");
        KEYS.put("k datetime(6)", "'2026-01-01' + INTERVAL i * 1.000001 SECOND");
        KEYS.put("k timestamp(3)", "'2026-01-01' + INTERVAL i * 1.001 SECOND");
        KEYS.put("k time(3)", "sec_to_time(i * 9000.5 - 90000)");
        KEYS.put("k year", "1950 + i");
        KEYS.put("k bit(10)", "i * 17");
        KEYS.put("k uuid", "concat('123e4567-e89b-12d3-a456-4266554', lpad(i * 7, 5, '0'))");
        KEYS.put("k inet6", "concat('fe80::', hex(i))");
        KEYS.put("k enum('z','y','x'), l int", "i % 3 + 1, i");
        KEYS.put("k set('z','y','x'), l int", "i % 8, i");
        KEYS.put(
                "k varchar(9), l datetime(3), m smallint", "concat('a', i % 5), '2026-01-01' + INTERVAL i % 20 DAY, i");
    }

    @Test
    void pagesByKeysOfEveryTypeWithoutLossOrRepetition(TestMariaDb server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        int number = 0;
        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            String columns = key.getKey().replaceAll("(^|, )([klm]) ([^,(]|\\([^)]*\\))*", "$1$2");
            database.run(
                    "CREATE TABLE t%1$d(%2$s, v int, PRIMARY KEY(%3$s)); INSERT INTO t%1$d SELECT %4$s, i FROM (SELECT CAST(seq AS SIGNED) AS i FROM seq_1_to_%5$d) s"
                            .formatted(number++, key.getKey(), columns, key.getValue(), ROWS));
        }

        for (int i = 0; i < number; i++) {
            assertPages(database, "t" + i, List.copyOf(KEYS.keySet()).get(i));
        }
    }

    private static void assertPages(TestDatabase database, String table, String key) throws Exception {
        RecordingSink whole = database.readAll("tables", table, "id_format", "escaped", "fetch_size", "7");
        assertThat(whole.ids()).as(key).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(whole.documents().stream().map(document -> document.fields().get("v")))
                .as(key)
                .doesNotHaveDuplicates();
        assertThat(whole.marks()).as(key).hasSize(ROWS / 7);
        for (RecordingSink.Mark mark :
                List.of(whole.marks().getFirst(), whole.marks().getLast())) {
            RecordingSink rest = new RecordingSink();
            try (DataSource source = database.open("tables", table, "id_format", "escaped", "fetch_size", "7")) {
                source.scopes(Filter.none());
                source.read(new Scope(table), mark.checkpoint(), rest);
            }
            assertThat(Stream.concat(whole.ids().stream().limit(mark.documentsBefore()), rest.ids().stream()))
                    .as(key)
                    .containsExactlyElementsOf(whole.ids());
        }
    }
}
