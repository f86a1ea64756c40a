package dev.leat.sources.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.ConfigException;
import dev.leat.sources.RecordingChanges;
import dev.leat.sources.RecordingSink;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithDatabases
class PostgresqlSourceIT {
    private final TestDatabase database;

    PostgresqlSourceIT(TestPostgres server) throws SQLException {
        database = TestDatabase.on(server);
    }

    @Test
    void namesDocumentsAndFieldsAsElasticsConnectorDoes() throws Exception {
        database.run("CREATE TABLE \"Orders\"(\"Id\" int PRIMARY KEY, \"a.b\" text, amount numeric(9,2));"
                + "INSERT INTO \"Orders\" VALUES (17, 'x', 1.5)");

        var document = database.readAll().documents().getFirst();

        String name = database.name();
        assertThat(document.id()).isEqualTo(name + "_public_Orders_17");
        assertThat(document.fields())
                .containsEntry("database", name)
                .containsEntry("table", "Orders")
                .containsEntry("schema", "public")
                .containsEntry("public_orders_id", 17L)
                .containsEntry("public_orders_a_b", "x")
                .containsEntry("public_orders_amount", new BigDecimal("1.50"))
                .hasSize(6);
        assertThat(document.timestamp()).as("of the newest commit").matches("20\\d\\d-\\d\\d-\\d\\dT.*\\+00:00");
        assertThat(database.scopes()).containsExactly("public.Orders");
    }

    @Test
    void writesKeysIntoIdsAsElasticsConnectorDoes() throws Exception {
        database.run(
                "CREATE TABLE t(a timestamptz, b bool, c date, d uuid, e text, f bytea, g numeric, PRIMARY KEY(a,b,c,d,e,f,g));"
                        + "INSERT INTO t VALUES ('2026-01-02 03:04:05.5+00', true, '2026-01-02',"
                        + " '123e4567-e89b-12d3-a456-426655440000', 'x_y', '\\x0041270a', 1.50)");

        assertThat(database.readAll().ids())
                .containsExactly(database.name()
                        + "_public_t_2026-01-02 03:04:05.500000+00:00_True_2026-01-02_123e4567-e89b-12d3-a456-426655440000"
                        + "_x_y_b\"\\x00A'\\n\"_1.50");
        assertThat(database.readAll("id_format", "escaped").ids().getFirst())
                .startsWith("public.t/2026-01-02T03:04:05.5Z/true/");
    }

    @Test
    void reportsRowsWhoseKeysLookAlikeWhenJoined() throws Exception {
        database.run(
                "CREATE TABLE t(a text, b text, PRIMARY KEY(a, b)); INSERT INTO t VALUES ('a_b', 'c'), ('a', 'b_c'), ('x', 'y')");

        RecordingSink sink = database.readAll();
        String id = database.name() + "_public_t_a_b_c";
        assertThat(sink.ids()).hasSize(2);
        assertThat(sink.failed()).containsOnlyKeys(id);
        assertThat(sink.failed().get(id)).hasMessageContaining("set id_format to escaped");
        assertThat(database.readAll("id_format", "escaped").ids())
                .containsExactlyInAnyOrder("public.t/a_b/c", "public.t/a/b_c", "public.t/x/y");
    }

    @Test
    void choosesTablesAndSaysWhichAreMissing() throws Exception {
        database.run(
                "CREATE TABLE orders(id int PRIMARY KEY); INSERT INTO orders VALUES (1); CREATE TABLE keyless(a int not null unique);"
                        + "INSERT INTO keyless VALUES (5); CREATE VIEW high AS SELECT * FROM orders; CREATE SCHEMA sales;"
                        + "CREATE TABLE sales.orders(id int PRIMARY KEY); INSERT INTO sales.orders VALUES (2);"
                        + "CREATE TABLE parted(id int PRIMARY KEY) PARTITION BY RANGE (id);"
                        + "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (10); INSERT INTO parted VALUES (3);"
                        + "CREATE TABLE parent(id int PRIMARY KEY); CREATE TABLE child(PRIMARY KEY(id)) INHERITS (parent);"
                        + "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2)");

        assertThat(database.scopes())
                .containsExactly("public.child", "public.orders", "public.parent", "public.parted");
        assertThat(database.scopes("schema", "public, sales", "tables", "ORDERS"))
                .containsExactly("public.orders", "sales.orders");
        assertThat(database.readAll("tables", "parent,parted,high").ids()).hasSize(3);
        assertThat(database.readAll("tables", "keyless", "without_primary_key", "unique_index")
                        .ids())
                .containsExactly(database.name() + "_public_keyless_5");
        assertThatThrownBy(() -> database.readAll("tables", "keyless"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("The table public.keyless has no primary key");
        assertThatThrownBy(() -> database.scopes("tables", "order,keyles"))
                .hasMessage(
                        "There are no tables 'order', 'keyles'; there are orders, parted, child, high, parent, keyless");
        assertThatThrownBy(() -> database.scopes("schema", "publik"))
                .hasMessageContaining("has no schema 'publik' that the user 'leat' may use; there are public, sales");
    }

    @Test
    void saysWhatIsWrongWithTheServerTheUserOrTheDatabase() {
        assertThatThrownBy(() -> database.scopes("database", "Shopp"))
                .hasMessageMatching("There is no database 'Shopp' at 127.0.0.1:\\d+; there are Shop .*");
        assertThatThrownBy(() -> database.scopes("password", "wrong"))
                .hasMessageContaining("refuses the login of 'leat'")
                .hasMessageContaining("check username and password")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> database.open("host", "127.0.0.1/x?ssl=false&a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be the name or address of a machine");
        assertThatThrownBy(() -> database.open("ssl_enabled", "true", "ssl_ca", "nonsense"))
                .hasMessageContaining("ssl_ca")
                .hasMessageContaining("must have a certificate in PEM form");
    }

    @Test
    void failsOnlyTheTableThatMayNotBeRead(TestPostgres server) throws Exception {
        database.run("CREATE TABLE a(id int PRIMARY KEY); CREATE TABLE b(id int PRIMARY KEY); INSERT INTO a VALUES (1);"
                + "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT SELECT ON a TO reader");
        try (DataSource source = database.open("username", "reader", "password", "r")) {
            assertThat(source.scopes(Filter.none())).hasSize(2);
            RecordingSink sink = new RecordingSink();
            source.read(new Scope("public.a"), Checkpoint.start(), sink);
            assertThat(sink.ids()).hasSize(1);
            assertThatThrownBy(() -> source.read(new Scope("public.b"), Checkpoint.start(), sink))
                    .isInstanceOf(SourceException.class)
                    .hasMessage("Cannot read public.b: permission denied for table b; the user 'reader' needs USAGE on"
                            + " the schema and SELECT on the table");
            assertThatThrownBy(() -> source.read(new Scope("public.c"), Checkpoint.start(), sink))
                    .hasMessage("The table public.c vanished while the run was going on; run again");
        }
        database.run("DROP OWNED BY reader; DROP ROLE reader");
    }

    @Test
    void readsAsOfOneMomentWithSeveralConnections() throws Exception {
        int rows = 60_000;
        database.run(
                "CREATE TABLE big(k text PRIMARY KEY, v int); INSERT INTO big SELECT md5(i::text), 0 FROM generate_series(1, %1$d) i;"
                                .formatted(rows)
                        + "CREATE TABLE numbered(id int PRIMARY KEY, v int); INSERT INTO numbered SELECT i * 7, 0 FROM generate_series(1, %1$d) i;"
                                .formatted(rows)
                        + "ANALYZE");
        for (String table : List.of("big", "numbered")) {
            String[] settings = {"tables", table, "readers_per_table", "3"};
            boolean[] changed = {false};
            RecordingSink sink = new RecordingSink();
            sink.afterCheckpoint(() -> {
                if (!changed[0]) {
                    changed[0] = true;
                    unchecked("UPDATE " + table + " SET v = 1; DELETE FROM " + table + " WHERE random() < 0.5");
                }
            });
            try (DataSource source = database.open(settings)) {
                source.scopes(Filter.none());
                source.read(new Scope("public." + table), Checkpoint.start(), sink);
            }
            assertThat(sink.ids()).hasSize(rows).doesNotHaveDuplicates();
            assertThat(sink.documents())
                    .allSatisfy(document -> assertThat(document.fields()).containsEntry("public_" + table + "_v", 0L));
            unchecked("TRUNCATE " + table);
        }
    }

    @Test
    void resumesWhatSeveralConnectionsHadRead() throws Exception {
        int rows = 60_000;
        database.run(
                "CREATE TABLE big(k uuid PRIMARY KEY); INSERT INTO big SELECT md5(i::text)::uuid FROM generate_series(1, %d) i; ANALYZE"
                        .formatted(rows));
        String[] settings = {"readers_per_table", "2"};
        RecordingSink whole = database.readAll(settings);
        assertThat(whole.ids()).hasSize(rows);
        RecordingSink.Mark mark = whole.marks().get(whole.marks().size() / 2);

        RecordingSink rest = new RecordingSink();
        try (DataSource source = database.open(settings)) {
            source.scopes(Filter.none());
            source.read(new Scope("public.big"), mark.checkpoint(), rest);
        }

        assertThat(rest.ids()).containsExactlyInAnyOrderElementsOf(whole.ids().subList(mark.documentsBefore(), rows));
    }

    @Test
    void readsWhatAdvancedRulesFind() throws Exception {
        database.run(
                "CREATE TABLE orders(id int PRIMARY KEY, customer int, total numeric); CREATE TABLE customer(id int PRIMARY KEY, name text);"
                        + "INSERT INTO orders SELECT i, i % 3, i * 1.5 FROM generate_series(1, 9) i; INSERT INTO customer VALUES (0, 'a'), (1, 'b'), (2, 'c')");
        Filter filter = new Filter(List.of(
                Map.of(
                        "tables", List.of("orders", "customer"),
                        "query",
                                "SELECT o.id, c.id, c.name -- both\nFROM orders o JOIN customer c ON c.id = o.customer ORDER BY o.id;",
                        "id_columns", List.of("public_customer_orders_id", "NAME")),
                Map.of("tables", List.of("customer"), "query", "WITH x AS (SELECT * FROM customer) SELECT * FROM x")));

        try (DataSource source = database.open()) {
            assertThat(((AdvancedRules) source).problems(filter)).isEmpty();
        }
        RecordingSink sink = database.readAll(filter);

        String name = database.name();
        assertThat(sink.ids()).hasSize(12).contains(name + "_public_customer_orders_1_b", name + "_public_customer_2");
        assertThat(sink.documents().getFirst().fields())
                .containsEntry("table", List.of("customer", "orders"))
                .containsEntry("public_customer_orders_id", 1L)
                .containsEntry("public_customer_orders_id_2", 1L)
                .containsEntry("public_customer_orders_name", "b");
    }

    @Test
    void tellsEverythingThatIsWrongWithRulesAndRunsNothingThatWrites() throws Exception {
        database.run("CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (1)");
        try (DataSource source = database.open()) {
            AdvancedRules rules = (AdvancedRules) source;
            assertThat(rules.problems(new Filter(Map.of("tables", 1))))
                    .containsExactly("The rules must be a list of objects with tables, query and id_columns");
            assertThat(rules.problems(new Filter(List.of(
                            Map.of("tables", List.of(), "query", "", "limit", 1),
                            Map.of("tables", List.of("tt"), "query", "SELECT 1"),
                            Map.of("tables", List.of("t"), "query", "SELECT * FROM nothing"),
                            Map.of("tables", List.of("t"), "query", "SELECT 1 AS one"),
                            Map.of("tables", List.of("t"), "query", "DELETE FROM t"),
                            Map.of("tables", List.of("t"), "query", "SELECT 1; DELETE FROM t"),
                            Map.of(
                                    "tables",
                                    List.of("t"),
                                    "query",
                                    "WITH d AS (DELETE FROM t RETURNING id) SELECT id FROM d")))))
                    .containsExactly(
                            "Rule 1 has an unknown key 'limit'; known are id_columns, query, tables",
                            "Rule 1: tables must be a list with at least one text",
                            "Rule 1: query must be a text",
                            "Rule 5: query must begin with SELECT or WITH",
                            "Rule 6: query must be one statement without a semicolon, also in texts; write chr(59) or char(59) for one",
                            "There is no table 'tt'; there are t",
                            "The query for t: relation \"nothing\" does not exist",
                            "The query for t: its result has no column id for the id; it has one; name others in id_columns",
                            "The query for t: WITH clause containing a data-modifying statement must be at the top level");
        }
        Filter hostile = new Filter(List.of(Map.of(
                "tables",
                List.of("t"),
                "query",
                "SELECT id, pg_catalog.lo_create(0) FROM t",
                "id_columns",
                List.of("id"))));
        assertThatThrownBy(() -> database.readAll(hostile)).hasMessageContaining("read-only transaction");
        assertThat(database.readAll().ids()).hasSize(1);
    }

    @Test
    void readsOnlyWhatIsNewerByAColumnThatGrows() throws Exception {
        database.run(
                "CREATE TABLE t(id int PRIMARY KEY, v text, updated_at timestamptz); CREATE TABLE other(id int PRIMARY KEY);"
                        + "INSERT INTO t VALUES (1, 'a', '2026-01-01'), (2, 'b', '2026-01-02'); INSERT INTO other VALUES (1)");
        RecordingChanges changes = new RecordingChanges();
        Cursor second;
        try (DataSource source = database.open("cursor_column", "Updated_At", "cursor_overlap", "60")) {
            IncrementalSource incremental = (IncrementalSource) source;
            Cursor first = incremental.cursor();
            assertThat(first.value()).containsOnlyKeys("public.t");
            database.run(
                    "INSERT INTO t VALUES (3, 'c', '2026-01-01 23:59:30'), (4, 'd', '2026-01-03'); UPDATE t SET v = 'x' WHERE id = 1");

            second = incremental.readChanges(Filter.none(), first, changes);
        }
        String name = database.name();
        assertThat(changes.ids())
                .as("the last row, one within the overlap, and a new one")
                .containsExactlyInAnyOrder(name + "_public_t_2", name + "_public_t_3", name + "_public_t_4");
        assertThat(changes.scopes()).containsOnly(new Scope("public.t"));
        assertThat(second.value().get("public.t")).asString().startsWith("2026-01-03");
        try (DataSource source = database.open()) {
            assertThatThrownBy(() -> ((IncrementalSource) source).readChanges(Filter.none(), second, changes))
                    .hasMessageContaining("set cursor_column");
        }
    }

    @Test
    void keepsKeysWholeWhoseValuesAreLeftOut() throws Exception {
        database.run("CREATE TABLE t(k bytea PRIMARY KEY, v bytea);"
                + "INSERT INTO t VALUES ('\\x0001', '\\x61'), ('\\x0002', '')");

        RecordingSink sink = database.readAll("max_binary_kb", "0", "id_format", "escaped");

        assertThat(sink.ids()).containsExactly("public.t/x'0001'", "public.t/x'0002'");
        assertThat(sink.documents().getFirst().fields())
                .containsEntry(
                        "left_out",
                        List.of(
                                "public_t_k: more than 0 bytes of binary data",
                                "public_t_v: more than 0 bytes of binary data"));
        assertThat(sink.documents().getLast().fields()).containsEntry("public_t_v", new byte[0]);
    }

    @Test
    void takesQuestionMarksOfQueriesAsTheyAre() throws Exception {
        database.run("CREATE TABLE t(id int PRIMARY KEY, j jsonb); INSERT INTO t VALUES (1, '{\"a\": 1}'), (2, '{}')");
        Filter filter = new Filter(
                List.of(Map.of("tables", List.of("t"), "query", "SELECT id, 'what?' AS w FROM t WHERE j ?? 'a'")));

        assertThat(database.readAll(filter).documents())
                .singleElement()
                .satisfies(document -> assertThat(document.fields()).containsEntry("public_t_w", "what?"));
    }

    @Test
    void findsChangesBesideTimesInTheFutureAndWhatIsNoNumber() throws Exception {
        String id = database.name() + "_public_t_";
        for (String type : List.of("timestamptz", "timestamp", "date", "numeric")) {
            boolean isTime = !type.equals("numeric");
            database.run("DROP TABLE IF EXISTS t; CREATE TABLE t(id int PRIMARY KEY, changed " + type + ");"
                    + "INSERT INTO t VALUES (1, '%s'), (2, '%s')"
                            .formatted(isTime ? "infinity" : "NaN", isTime ? "2025-01-01" : "1"));
            RecordingChanges changes = new RecordingChanges();
            try (DataSource source =
                    database.open("cursor_column", "changed", "cursor_overlap", isTime ? "300" : "0")) {
                IncrementalSource incremental = (IncrementalSource) source;
                Cursor cursor = incremental.cursor();
                database.run("INSERT INTO t VALUES (3, %s)".formatted(isTime ? "now()" : "2"));

                incremental.readChanges(Filter.none(), cursor, changes);
            }
            assertThat(changes.ids()).as(type).contains(id + 1, id + 3);
            assertThat(changes.ids().contains(id + 2)).as(type).isEqualTo(!isTime);
        }
    }

    private void unchecked(String statements) {
        try {
            database.run(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
