package dev.leat.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.local.LocalException.Reason;
import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalElasticsearchIT {
    @TempDir
    private Path output;

    private Path directory;
    private LocalOptions options;

    @BeforeEach
    void makeDirectory() throws IOException {
        // Not a @TempDir: those are closed to the user that the node runs as when the tests are run by root.
        directory = Files.createTempDirectory("leat-local-").toRealPath();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        options = LocalOptions.forTests(directory);
    }

    @AfterEach
    void leaveNothing() throws IOException {
        LocalElasticsearch.stop(directory);
        assertThat(processes()).isEmpty();
        DeleteTree.delete(directory);
    }

    @Test
    void aDetachedNodeIsSharedFoundKilledAndStartedAgainWithItsData() throws Exception {
        LocalOptions detached = options.withLifetime(Lifetime.DETACHED);
        long first = startedByOneOfTwoAtOnce();
        LocalElasticsearch node = LocalElasticsearch.start(detached);
        assertThat(node.pid()).isEqualTo(first);
        assertThat(send(node, "PUT", "/kept/_doc/1?refresh=true", "{\"a\":1}", null)
                        .statusCode())
                .isEqualTo(201);

        node.close();
        LocalElasticsearch same = LocalElasticsearch.start(detached);

        assertThat(LocalElasticsearch.find(directory))
                .isEqualTo(new NodeState.Running(
                        ElasticsearchVersion.V9, node.url(), node.pid(), "leat-test", Security.NONE));
        assertThat(same.pid()).isEqualTo(node.pid());
        assertThatThrownBy(() -> LocalElasticsearch.start(detached.withSecurity(Security.SECURED)))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE))
                .hasMessage("Elasticsearch 9.4.3 runs on " + directory
                        + " already: stop it first, or use another data directory");

        kill(node.pid());
        assertThat(LocalElasticsearch.find(directory)).isEqualTo(new NodeState.Stale(ElasticsearchVersion.V9));
        LocalElasticsearch again = LocalElasticsearch.start(detached);

        assertThat(again.pid()).isNotEqualTo(node.pid());
        assertThat(send(again, "GET", "/kept/_source/1", null, null).body()).isEqualTo("{\"a\":1}");
        again.stop();
        assertThat(LocalElasticsearch.find(directory)).isEqualTo(new NodeState.Stopped());
    }

    /** The process of the node, of which both say that it is theirs. */
    private long startedByOneOfTwoAtOnce() throws Exception {
        Process first = ChildJvm.start(StartProgram.class, output.resolve("1"), directory.toString(), "DETACHED");
        Process second = ChildJvm.start(StartProgram.class, output.resolve("2"), directory.toString(), "DETACHED");
        long pid = awaitPid(output.resolve("1"), first);
        assertThat(awaitPid(output.resolve("2"), second)).isEqualTo(pid);
        first.destroyForcibly().waitFor();
        second.destroyForcibly().waitFor();
        return pid;
    }

    @Test
    void anOwnedNodeGoesWhenItsOwnerIsKilled() throws Exception {
        Process owner = ChildJvm.start(StartProgram.class, output.resolve("o"), directory.toString(), "OWNED");
        long pid = awaitPid(output.resolve("o"), owner);
        assertThat(ProcessHandle.of(pid)).isPresent();

        owner.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(40)).until(() -> processes().isEmpty());
        assertThat(LocalElasticsearch.find(directory)).isEqualTo(new NodeState.Stale(ElasticsearchVersion.V9));
    }

    @Test
    void aSecuredNodeAsksWhoIsThere() throws IOException {
        try (LocalElasticsearch node = LocalElasticsearch.start(options.withSecurity(Security.SECURED))) {
            NodeAccess access = Objects.requireNonNull(node.access());
            NodeSecrets secrets = new NodeSecrets(access.password(), access.apiKey());

            assertThat(node.url().getScheme()).isEqualTo("https");
            assertThat(send(node, "GET", "/", null, null).statusCode()).isEqualTo(401);
            assertThat(send(node, "GET", "/", null, secrets.basic()).statusCode())
                    .isEqualTo(200);
            assertThat(send(node, "GET", "/_license", null, "ApiKey " + access.apiKey())
                            .body())
                    .contains("\"type\" : \"trial\"");
            assertThat(LocalElasticsearch.access(directory)).isEqualTo(access);
            try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
                for (Path log : (Iterable<Path>) logs::iterator) {
                    assertThat(Files.readString(log))
                            .doesNotContain(access.password())
                            .doesNotContain(access.apiKey());
                }
            }
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("secrets.properties"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("config/certs/http.key"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theOlderReleaseRunsToo() throws IOException {
        try (LocalElasticsearch node = LocalElasticsearch.start(options.withVersion(ElasticsearchVersion.V8))) {
            assertThat(send(node, "GET", "/", null, null).body()).contains("\"number\" : \"8.19.13\"");
            assertThat(node).hasToString("Elasticsearch 8.19.13 at " + node.url() + " (pid " + node.pid() + ")");
        }
        assertThat(LocalElasticsearch.find(directory)).isEqualTo(new NodeState.Stopped());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = socket.getLocalPort();

            assertThatThrownBy(() -> LocalElasticsearch.start(options.withHttpPort(port)))
                    .isInstanceOfSatisfying(
                            LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PORT_TAKEN))
                    .hasMessageContaining("Port " + port + " on 127.0.0.1 is taken by another program")
                    .hasMessageEndingWith("choose another port, or 0 for a free one");
        }
    }

    @Test
    void aNodeThatCannotStartSaysWhy() {
        assertThatThrownBy(() -> LocalElasticsearch.start(options.withSetting("no.such.setting", "x")))
                .isInstanceOfSatisfying(
                        LocalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.START_FAILED))
                .hasMessageContaining("Elasticsearch 9.4.3 ended while it started")
                .hasMessageContaining("unknown setting [no.such.setting]")
                .hasMessageContaining("(see " + directory.resolve("logs/leat-test.log") + ")");
        assertThat(LocalElasticsearch.find(directory)).isEqualTo(new NodeState.Stopped());
    }

    private static HttpResponse<String> send(
            LocalElasticsearch node, String method, String path, @Nullable String body, @Nullable String authorization)
            throws IOException {
        NodeAccess access = node.access();
        try (NodeClient client = NodeClient.open(node.url(), access == null ? null : access.caCertificate())) {
            return client.send(method, path, body, authorization);
        }
    }

    private static long awaitPid(Path file, Process process) throws IOException {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(file).contains("pid ") || !process.isAlive());
        String text = Files.readString(file);
        assertThat(text).contains("pid ");
        return Long.parseLong(text.replaceFirst("(?s).*pid (\\d+).*", "$1"));
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    private List<Long> processes() {
        NodeProcesses processes = new NodeProcesses(NodeFiles.of(NodeKind.ELASTICSEARCH, directory), Pause.real());
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(processes::isOurs)
                .toList();
    }
}
