package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
    @TempDir
    private Path folder;

    @Test
    void findsNoNodeInAnEmptyDirectory() {
        assertThat(LocalElasticsearch.find(folder)).isEqualTo(new NodeState.Stopped());
        assertThat(LocalElasticsearch.stop(folder)).isEqualTo(new NodeState.Stopped());
    }

    @Test
    void doesNotTakeAnotherProcessForTheNode() throws IOException {
        NodeFiles files = NodeFiles.of(NodeKind.ELASTICSEARCH, folder);
        NodeRecord.of(LocalOptions.forTests(folder))
                .withLauncherPid(ProcessHandle.current().pid())
                .write(files.record());
        Files.createDirectories(files.temporary());
        Files.writeString(files.pid(), ProcessHandle.current().pid() + "\n");

        NodeState state = LocalElasticsearch.find(folder);
        NodeState stopped = LocalElasticsearch.stop(folder);

        assertThat(state)
                .isEqualTo(new NodeState.Stale(ElasticsearchVersion.V9))
                .isEqualTo(stopped);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        assertThat(LocalElasticsearch.find(folder)).isEqualTo(new NodeState.Stopped());
    }

    @Test
    void takesASpoiltRecordForNone() throws IOException {
        Files.writeString(NodeFiles.of(NodeKind.ELASTICSEARCH, folder).record(), "version=V1\n");

        assertThat(LocalElasticsearch.find(folder)).isEqualTo(new NodeState.Stopped());
    }

    @Test
    void knowsWhenTheOwnerOfANodeHasEnded() {
        NodeRecord owned = NodeRecord.of(LocalOptions.forTests(folder));

        assertThat(owned.isOrphan()).isFalse();
        assertThat(withOwner(owned, owned.ownerPid(), owned.ownerStartMillis() - 60_000)
                        .isOrphan())
                .isTrue();
        assertThat(withOwner(owned, Long.MAX_VALUE, 0).isOrphan()).isTrue();
        assertThat(NodeRecord.of(LocalOptions.forUsers(folder)).isOrphan()).isFalse();
    }

    private static NodeRecord withOwner(NodeRecord record, long pid, long startMillis) {
        return new NodeRecord(
                record.version(), "c", Security.NONE, Lifetime.OWNED, 0, record.launcherPid(), pid, startMillis);
    }

    @Test
    void refusesAReleaseThatIsOlderThanTheData() {
        NodeFiles files = NodeFiles.of(NodeKind.ELASTICSEARCH, folder);

        files.claimData("8.19.13");
        files.claimData("9.4.3");

        assertThatThrownBy(() -> files.claimData("8.19.13"))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_OPTION))
                .hasMessage("The data in " + folder + " was written by Elasticsearch 9.4.3, and 8.19.13 cannot read it:"
                        + " start 9.4.3, or use another data directory");
    }

    @Test
    void keepsSecretsForTheOwnersEyes() throws IOException {
        NodeSecrets secrets = NodeSecrets.generate(new SecureRandom()).withApiKey("key:with=signs");
        Path file = folder.resolve("secrets");

        secrets.write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(NodeSecrets.read(file)).isEqualTo(secrets);
        assertThat(secrets.toString()).doesNotContain(secrets.password()).doesNotContain("key:with");
        assertThat(new NodeAccess(file, "elastic", "open sesame", "key").toString())
                .doesNotContain("sesame")
                .contains("apiKey=***");
    }

    @Test
    void picksTheLineThatTellsWhyANodeEnded() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "old IllegalStateException\n");
        Path console = Files.writeString(folder.resolve("console"), "ERROR: Elasticsearch exited, exit code 1\n");
        NodeLog since = new NodeLog(console, log, Files.size(log));
        Files.writeString(
                log,
                "old IllegalStateException\n[2026][INFO ][o.e.n] JVM arguments [-XX:+ExitOnOutOfMemoryError]\n"
                        + "[2026][ERROR][o.e.b] fatal exception while booting\n"
                        + "java.lang.IllegalArgumentException: unknown setting [nonsense]\n\tat org.x.Y(Z.java:1)\n");

        assertThat(since.mostTellingLine()).isEqualTo("java.lang.IllegalArgumentException: unknown setting [nonsense]");
        assertThat(new NodeLog(console, folder.resolve("none"), 0).mostTellingLine())
                .isEqualTo("ERROR: Elasticsearch exited, exit code 1");
        assertThat(new NodeLog(folder.resolve("none"), folder.resolve("none"), 0).mostTellingLine())
                .isEmpty();
    }

    @Test
    void removesOnlyDirectoriesOfNodes() {
        assertThatThrownBy(() -> LocalElasticsearch.destroy(folder))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_OPTION))
                .hasMessage(folder + " was not made for a local Elasticsearch, so it is not removed");
    }

    @Test
    void refusesOptionsThatCannotWork() {
        LocalOptions options = LocalOptions.forUsers(folder);

        assertThatThrownBy(() -> options.withHttpPort(70_000)).hasMessage("Port 70000 does not exist: use 0 to 65535");
        assertThatThrownBy(() -> options.withHeapMegabytes(16)).hasMessageContaining("use 128 or more");
        assertThatThrownBy(() -> options.withClusterName("a b")).hasMessageContaining("\"a b\" cannot be used");
        assertThatThrownBy(() -> ElasticsearchVersion.parse("7"))
                .hasMessage("Elasticsearch 7 cannot be run locally: choose 9.4.3 or 8.19.13");
        assertThat(ElasticsearchVersion.parse("8")).isEqualTo(ElasticsearchVersion.V8);
        assertThat(ElasticsearchVersion.parse("9.4.3")).isEqualTo(ElasticsearchVersion.V9);
    }
}
