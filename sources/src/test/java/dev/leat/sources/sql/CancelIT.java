package dev.leat.sources.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@WithDatabases
class CancelIT {

    @Test
    void endsTheQueryOnPostgresWhenItIsInterrupted(TestPostgres server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        database.run("CREATE TABLE t(id int PRIMARY KEY)");

        assertEnds(
                database,
                "SELECT 1 AS id, pg_sleep(600)::text AS nap",
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()");
    }

    @Test
    void endsTheQueryOnMariaDbWhenItIsInterrupted(TestMariaDb server) throws Exception {
        TestDatabase database = TestDatabase.on(server);
        database.run("CREATE TABLE t(id int PRIMARY KEY)");

        assertEnds(
                database,
                "SELECT 1 AS id, SLEEP(600) AS nap",
                "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(600)%' AND id <> connection_id()");
    }

    private static void assertEnds(TestDatabase database, String query, String running) throws Exception {
        Filter filter =
                new Filter(List.of(Map.of("tables", List.of("t"), "query", query, "id_columns", List.of("id"))));
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        try (DataSource source = database.open()) {
            Scope scope = source.scopes(filter).getFirst();
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    source.read(scope, Checkpoint.start(), new RecordingSink());
                } catch (Exception e) {
                    outcome.set(e);
                }
            });
            await().atMost(Duration.ofSeconds(20)).until(() -> count(database, running) == 1);

            reader.interrupt();

            assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> count(database, running) == 0);
        }
    }

    private static int count(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.server().connect(database.name());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
