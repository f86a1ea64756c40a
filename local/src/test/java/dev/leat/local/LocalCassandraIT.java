package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalCassandraIT {
    private Path directory;
    private CassandraOptions options;

    @BeforeEach
    void makeDirectory() throws IOException {
        // Not a @TempDir: those are closed to the user that the node runs as when the tests are run by root.
        directory = Files.createTempDirectory("leat-local-").toRealPath();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        options = CassandraOptions.forTests(directory);
    }

    @AfterEach
    void leaveNothing() {
        LocalCassandra.destroy(directory);
        assertThat(processes()).isEmpty();
    }

    @Test
    void aDetachedNodeIsFoundKilledAndStartedAgainWithItsData() throws IOException {
        // As it is, a node that is killed may lose what it acknowledged a moment before.
        CassandraOptions detached = options.withLifetime(Lifetime.DETACHED)
                .withSetting("commitlog_sync", "batch")
                .withSetting("commitlog_sync_period", "0ms");
        LocalCassandra node = LocalCassandra.start(detached);
        node.execute("CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        node.execute("CREATE TABLE kept.words (id int PRIMARY KEY, word text)");
        node.execute("INSERT INTO kept.words (id, word) VALUES (1, 'leat')");

        node.close();
        LocalCassandra same = LocalCassandra.start(detached);

        assertThat(LocalCassandra.find(directory))
                .isEqualTo(new CassandraState.Running(node.address(), node.pid(), "leat-test", Security.NONE));
        assertThat(same.pid()).isEqualTo(node.pid());
        assertThatThrownBy(() -> LocalCassandra.start(detached.withSecurity(Security.SECURED)))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                .hasMessage("Cassandra 5.0.9 runs on " + directory
                        + " already: stop it first, or use another data directory");
        assertThatThrownBy(() -> node.execute("SELECT nothing"))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NODE_REFUSED))
                .hasMessageStartingWith("Cassandra refused (0x2000): ");

        kill(node.pid());
        assertThat(LocalCassandra.find(directory)).isEqualTo(new CassandraState.Stale());
        LocalCassandra again = LocalCassandra.start(detached);

        assertThat(again.pid()).isNotEqualTo(node.pid());
        try (CqlConnection connection = CqlConnection.open(again.address(), null)) {
            assertThat(connection.query("SELECT word FROM kept.words WHERE id = 1"))
                    .containsExactly(List.of("leat"));
        }
        again.stop();
        assertThat(LocalCassandra.find(directory)).isEqualTo(new CassandraState.Stopped());
    }

    @Test
    void aSecuredNodeAsksWhoIsThereAndEndsWithItsOwner() throws Exception {
        Path output = directory.resolve("output");
        Process owner = ChildJvm.start(StartProgram.class, output, directory.toString(), "SECURED_CASSANDRA");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(output).contains("pid ") || !owner.isAlive());
        assertThat(Files.readString(output)).contains("pid ");

        LocalCassandra node = LocalCassandra.start(options.withSecurity(Security.SECURED));
        CassandraAccess access = Objects.requireNonNull(node.access());

        node.execute("SELECT release_version FROM system.local");
        assertThatThrownBy(() -> CqlConnection.open(node.address(), access.caCertificate(), "cassandra", "cassandra"))
                .hasMessageStartingWith("Cassandra refused (0x100): ");
        assertThatThrownBy(() -> CqlConnection.open(node.address(), null)).isInstanceOf(IOException.class);
        assertThat(access.toString()).doesNotContain(access.password());
        assertThat(Files.readString(directory.resolve("logs/leat-test.log"))).doesNotContain(access.password());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("config/certs/node.pem"))))
                .isEqualTo("rw-------");

        owner.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(40)).until(() -> processes().isEmpty());
        assertThat(LocalCassandra.find(directory)).isEqualTo(new CassandraState.Stale());
    }

    @Test
    void aNodeThatCannotStartSaysWhy() {
        assertThatThrownBy(() -> LocalCassandra.start(options.withSetting("no_such_setting", "x")))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.START_FAILED))
                .hasMessageContaining("Cassandra 5.0.9 ended while it started")
                .hasMessageContaining("no_such_setting")
                .hasMessageContaining("(see " + directory.resolve("logs/leat-test.log") + ")");
        assertThat(LocalCassandra.find(directory)).isEqualTo(new CassandraState.Stopped());
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    private List<Long> processes() {
        NodeProcesses processes = new NodeProcesses(NodeFiles.of(NodeKind.CASSANDRA, directory), Pause.real());
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(processes::isOurs)
                .toList();
    }
}
