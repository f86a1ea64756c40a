package dev.leat.sources.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.SourceDocument;
import dev.leat.sources.RecordingChanges;
import dev.leat.sources.RecordingSink;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.WithDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithDatabases
class MysqlSourceIT {
    private final TestDatabase database;

    MysqlSourceIT(TestMariaDb server) throws SQLException {
        database = TestDatabase.on(server);
    }

    @Test
    void namesDocumentsAndFieldsAsElasticsConnectorDoes() throws Exception {
        database.run(
                "CREATE TABLE `Or``ders`(id int, `a.b` text, _id int, placed datetime(3), bin binary(2),"
                        + " PRIMARY KEY(id, placed, bin)); INSERT INTO `Or``ders` VALUES (17, 'x', 5, '2026-01-02 03:04:05.5', 'a')");

        SourceDocument document = database.readAll().documents().getFirst();

        assertThat(document.id()).isEqualTo("Or`ders_17_2026-01-02 03:04:05.500000_b'a\\x00'");
        assertThat(document.fields())
                .containsEntry("Table", "Or`ders")
                .containsEntry("column_id", 17L)
                .containsEntry("a_b", "x")
                .containsEntry("column_id_2", 5L)
                .containsEntry("placed", "2026-01-02T03:04:05.5")
                .hasSize(6);
        assertThat(database.readAll("id_format", "escaped").ids())
                .containsExactly("Or`ders/17/2026-01-02T03:04:05.5/x'6100'");
    }

    @Test
    void choosesTablesAndSaysWhatIsMissing() throws Exception {
        database.run(
                "CREATE TABLE orders(id int PRIMARY KEY); CREATE TABLE keyless(a int NOT NULL UNIQUE, b int UNIQUE);"
                        + "INSERT INTO keyless VALUES (5, NULL); CREATE VIEW high AS SELECT * FROM orders");

        assertThat(database.scopes()).containsExactly("orders");
        assertThat(database.readAll("tables", "keyless", "without_primary_key", "unique_index")
                        .ids())
                .containsExactly("keyless_5");
        assertThatThrownBy(() -> database.readAll("tables", "keyless")).hasMessageContaining("has no primary key");
        assertThatThrownBy(() -> database.scopes("tables", "order"))
                .hasMessage("There is no table 'order'; there are orders, high, keyless");
        assertThatThrownBy(() -> database.scopes("database", "Shopp"))
                .hasMessageMatching(
                        "There is no database 'Shopp' at 127.0.0.1:\\d+ that the user 'leat' may use; there are Shop .*");
        assertThatThrownBy(() -> database.scopes("password", "wrong"))
                .hasMessageContaining("refuses the login of 'leat'")
                .hasMessageContaining("check user and password");
    }

    @Test
    void readsABigTableWithSeveralConnections() throws Exception {
        int rows = 60_000;
        database.run("CREATE TABLE big(k char(32) PRIMARY KEY); INSERT INTO big SELECT md5(seq) FROM seq_1_to_%1$d;"
                        .formatted(rows)
                + "CREATE TABLE numbered(id bigint unsigned PRIMARY KEY); INSERT INTO numbered SELECT 9223372036854775000 + seq * 7 FROM seq_1_to_%1$d;"
                        .formatted(rows)
                + "ANALYZE TABLE big, numbered");

        RecordingSink sink = database.readAll("readers_per_table", "3");

        assertThat(sink.ids()).hasSize(2 * rows).doesNotHaveDuplicates();
    }

    @Test
    void readsWhatAdvancedRulesFindAndNothingThatWrites() throws Exception {
        database.run(
                "CREATE TABLE orders(id int PRIMARY KEY, customer int); CREATE TABLE customer(id int PRIMARY KEY, name text);"
                        + "INSERT INTO orders VALUES (1, 7), (2, 8); INSERT INTO customer VALUES (7, 'a'), (8, 'b')");
        Filter filter = new Filter(List.of(Map.of(
                "tables", List.of("orders", "customer"),
                "query", "SELECT o.id AS number, c.name FROM orders o JOIN customer c ON c.id = o.customer",
                "id_columns", List.of("number"))));

        RecordingSink sink = database.readAll(filter);

        assertThat(sink.ids()).containsExactlyInAnyOrder("customer_orders_1", "customer_orders_2");
        assertThat(sink.documents().getFirst().fields())
                .containsEntry("Table", List.of("customer", "orders"))
                .containsKeys("number", "name");
        try (DataSource source = database.open()) {
            AdvancedRules rules = (AdvancedRules) source;
            assertThat(rules.problems(filter)).isEmpty();
            assertThat(rules.problems(new Filter(List.of(
                            Map.of("tables", List.of("orders"), "query", "DROP TABLE orders"),
                            Map.of("tables", List.of("orders"), "query", "SELECT 1; DROP TABLE orders"),
                            Map.of("tables", List.of("orders"), "query", "SELECT * FROM nothing")))))
                    .hasSize(3)
                    .anySatisfy(problem -> assertThat(problem).contains("nothing' doesn't exist"));
        }
        assertThat(database.scopes()).contains("orders");
    }

    @Test
    void readsOnlyWhatIsNewerByAColumnThatGrows() throws Exception {
        database.run("CREATE TABLE t(id int PRIMARY KEY, version bigint); INSERT INTO t VALUES (1, 10), (2, 20)");
        RecordingChanges changes = new RecordingChanges();
        try (DataSource source = database.open("cursor_column", "version", "cursor_overlap", "5")) {
            IncrementalSource incremental = (IncrementalSource) source;
            Cursor first = incremental.cursor();
            database.run("INSERT INTO t VALUES (3, 16), (4, 30), (5, 14)");

            Cursor second = incremental.readChanges(Filter.none(), first, changes);

            assertThat(changes.ids()).containsExactlyInAnyOrder("t_2", "t_3", "t_4");
            assertThat(second.value()).isEqualTo(Map.of("t", "30"));
        }
    }

    @Test
    void findsChangesBesideTimesInTheFuture() throws Exception {
        for (String type : List.of("timestamp", "datetime(3)", "date")) {
            database.run("DROP TABLE IF EXISTS t; CREATE TABLE t(id int PRIMARY KEY, changed " + type + ");"
                    + "INSERT INTO t VALUES (1, '2037-12-31'), (2, '2025-01-01')");
            RecordingChanges changes = new RecordingChanges();
            try (DataSource source = database.open("cursor_column", "changed")) {
                IncrementalSource incremental = (IncrementalSource) source;
                Cursor cursor = incremental.cursor();
                database.run("INSERT INTO t VALUES (3, UTC_TIMESTAMP())");

                incremental.readChanges(Filter.none(), cursor, changes);
            }
            assertThat(changes.ids()).as(type).containsExactlyInAnyOrder("t_1", "t_3");
        }
    }
}
