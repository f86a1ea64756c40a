package dev.leat.sources.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sources do when the server is killed, hangs, or must prove who it is; on servers of this test's own. */
class OutageIT {
    private static final int ROWS = 20_000;

    @Test
    void survivesAKilledPostgresAndNoticesOneThatHangs(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        try (TestPostgres server = TestPostgres.start(Map.of(
                "ssl", "on",
                "ssl_cert_file", certificate.certificate().toString(),
                "ssl_key_file", certificate.key().toString()))) {
            TestDatabase database = TestDatabase.on(server);
            database.run(
                    "CREATE TABLE t AS SELECT i AS id, 'row ' || i AS v FROM generate_series(1, %d) i; ALTER TABLE t ADD PRIMARY KEY (id)"
                            .formatted(ROWS));

            assertThat(database.readAll("ssl_enabled", "true", "ssl_ca", certificate.pasted())
                            .ids())
                    .hasSize(ROWS);
            assertVerifies(database, folder);
            assertSurvives(database, "public.t", () -> {
                server.kill();
                server.restart();
            });
            assertNotices(database, "public.t", server::freeze);
            server.thaw();
        }
    }

    @Test
    void survivesAKilledMariaDbAndNoticesOneThatHangs(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.in(folder);
        try (TestMariaDb server = TestMariaDb.start(Map.of(
                "ssl-cert", certificate.certificate().toString(),
                "ssl-key", certificate.key().toString()))) {
            TestDatabase database = TestDatabase.on(server);
            database.run(
                    "CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t SELECT seq, concat('row ', seq) FROM seq_1_to_%d"
                            .formatted(ROWS));

            assertThat(database.readAll("ssl_enabled", "true", "ssl_ca", certificate.pasted())
                            .ids())
                    .hasSize(ROWS);
            assertVerifies(database, folder);
            assertSurvives(database, "t", () -> {
                server.kill();
                server.restart();
            });
            assertNotices(database, "t", server::freeze);
            server.thaw();
        }
    }

    private static void assertVerifies(TestDatabase database, Path folder) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String stranger = ServerCertificate.in(elsewhere).pasted();

        assertThatThrownBy(() -> database.scopes("ssl_enabled", "true", "ssl_ca", stranger))
                .hasMessageContaining("cannot be reached");
    }

    private static void assertSurvives(TestDatabase database, String scope, Runnable crash) throws Exception {
        AtomicInteger checkpoints = new AtomicInteger();
        RecordingSink sink = new RecordingSink().afterCheckpoint(() -> {
            if (checkpoints.incrementAndGet() == 2) {
                crash.run();
            }
        });
        try (DataSource source = database.open("fetch_size", "1000", "retry_count", "8")) {
            source.scopes(Filter.none());
            source.read(new Scope(scope), Checkpoint.start(), sink);
        }
        assertThat(sink.ids()).hasSize(ROWS).doesNotHaveDuplicates();
    }

    private static void assertNotices(TestDatabase database, String scope, Runnable hang) throws Exception {
        List<Integer> once = new ArrayList<>();
        RecordingSink sink = new RecordingSink().afterCheckpoint(() -> {
            if (once.isEmpty()) {
                once.add(1);
                hang.run();
            }
        });
        try (DataSource source = database.open("fetch_size", "100", "retry_count", "0", "read_timeout", "1")) {
            source.scopes(Filter.none());
            assertThatThrownBy(() -> source.read(new Scope(scope), Checkpoint.start(), sink))
                    .hasMessageStartingWith("Cannot read " + scope)
                    .hasMessageContaining("cannot be reached, or the connection was lost");
        }
    }
}
