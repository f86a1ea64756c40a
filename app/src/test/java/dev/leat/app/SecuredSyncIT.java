package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.app.command.Commands;
import dev.leat.app.command.Session;
import dev.leat.app.config.GlobalOptions;
import dev.leat.app.terminal.Terminal;
import dev.leat.elastic.Json;
import dev.leat.local.CassandraAccess;
import dev.leat.local.CassandraOptions;
import dev.leat.local.LocalCassandra;
import dev.leat.local.LocalOptions.Security;
import dev.leat.testing.Secured;
import dev.leat.testing.TestDirectories;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code leat sync} between clusters that both want TLS and a login, with the grants of docs/sync.md word for word, and
 * with less. Whatever a process prints or leaves behind, there is no secret in it.
 */
@WithElasticsearch
@DisabledOnOs(OS.WINDOWS)
class SecuredSyncIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "password-" + UUID.randomUUID();
    private static final String WRONG = "wrong-" + UUID.randomUUID();

    private static Path data = Path.of("");
    private static LocalCassandra cassandra;

    private final TestElasticsearch elasticsearch;
    private final String index;
    private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, WRONG));
    private final List<LeatProcess.Result> results = new ArrayList<>();

    @TempDir
    private Path folder;

    SecuredSyncIT(@Secured TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("secured");
    }

    @BeforeAll
    static void start() throws IOException {
        data = TestDirectories.create();
        cassandra = LocalCassandra.start(CassandraOptions.forTests(data).withSecurity(Security.SECURED));
        execute(block("cql", "CREATE KEYSPACE"));
        execute(block("cql", "CREATE ROLE").replace("'…'", "'" + PASSWORD + "'"));
        execute("CREATE ROLE reader WITH LOGIN = true AND PASSWORD = '" + PASSWORD + "';"
                + "GRANT SELECT ON TABLE guide.hits TO reader;"
                + "CREATE ROLE stranger WITH LOGIN = true AND PASSWORD = '" + PASSWORD + "'");
    }

    @AfterAll
    static void stop() {
        cassandra.close();
        LocalCassandra.destroy(data);
    }

    @BeforeEach
    void write() throws IOException {
        secret("password", PASSWORD);
        secret("wrong", WRONG);
        key("key", request().replace("guide-hits", index));
        cassandra.execute("INSERT INTO guide.hits (id, body, version) VALUES ('1', 'from cassandra', 1)");
    }

    @AfterEach
    void keepsSecrets() throws IOException {
        for (String secret : secrets) {
            assertThat(results)
                    .noneMatch(result ->
                            result.out().contains(secret) || result.err().contains(secret));
            try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
                assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> contains(file, secret));
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            // The process that has just ended took it along.
            return false;
        }
    }

    private static void execute(String statements) {
        for (String statement : List.of(statements.strip().split(";\\s*"))) {
            cassandra.execute(statement);
        }
    }

    /** A block of the guide, found by its beginning. */
    private static String block(String language, String beginning) throws IOException {
        String guide = Files.readString(Path.of("../docs/sync.md"));
        Matcher block = Pattern.compile("```" + language + "\n(" + Pattern.quote(beginning) + ".*?)```", Pattern.DOTALL)
                .matcher(guide);
        assertThat(block.find()).as("a block with %s", beginning).isTrue();
        return block.group(1);
    }

    private static String request() throws IOException {
        String beginning = "POST /_security/api_key\n";
        return block("json", beginning).substring(beginning.length());
    }

    private void secret(String file, String secret) throws IOException {
        Files.writeString(folder.resolve(file), secret);
        secrets.add(secret);
    }

    private void key(String file, String request) throws IOException {
        secret(file, Objects.requireNonNull(elasticsearch.apiKey(request)));
    }

    private String config(String user) throws IOException {
        CassandraAccess access = Objects.requireNonNull(cassandra.access());
        String text = """
                elasticsearch:
                  url: %s
                  ca: %s
                  api_key_file: %s
                sync:
                  period: 200ms
                  http:
                    port: 0
                  cassandra:
                    contact_points: ["127.0.0.1:%d"]
                    keyspace: guide
                    username: %s
                    password_file: %s
                    ca: %s
                  pairs:
                    - name: %s
                      table: hits
                      index: %s
                      version_column: version
                """.formatted(
                        elasticsearch.url(),
                        elasticsearch.caCertificate(),
                        folder.resolve("key"),
                        cassandra.address().getPort(),
                        user,
                        folder.resolve("password"),
                        access.caCertificate(),
                        index,
                        index);
        return Files.writeString(folder.resolve(user + ".yml"), text).toString();
    }

    /** The configuration of the guide with something else in it. */
    private String config(String part, String instead) throws IOException {
        String text = Files.readString(Path.of(config("leat_sync")));
        assertThat(text).contains(part);
        return Files.writeString(folder.resolve("other.yml"), text.replace(part, instead))
                .toString();
    }

    /** Runs it as a process. */
    private LeatProcess.Result leat(String... arguments) throws IOException, InterruptedException {
        LeatProcess.Result result = LeatProcess.in(folder)
                .with("XDG_STATE_HOME", folder.resolve("state").toString())
                .leat(arguments);
        results.add(result);
        return result;
    }

    /** Runs it in this process, which is the same and takes no second. */
    private LeatProcess.Result quickly(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                false,
                false,
                false);
        Map<String, String> environment =
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        int status = Commands.run(new Session(terminal, new GlobalOptions(), environment), arguments);
        LeatProcess.Result result =
                new LeatProcess.Result(status, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
        results.add(result);
        return result;
    }

    @Test
    void needsNoMoreThanTheGuideGrants() throws Exception {
        String config = config("leat_sync");
        try {
            JsonNode started = Json.MAPPER.readTree(
                    leat("sync", "start", config, "--json").orFail(0).out());
            assertThat(started.path("pid").asLong()).isPositive();
            await().atMost(PATIENCE)
                    .until(() ->
                            elasticsearch.get("/" + index + "/_doc/1").body().contains("from cassandra"));

            String all = new String(
                    new ProcessBuilder("ps", "-ww", "-e", "-o", "args=")
                            .start()
                            .getInputStream()
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(all).contains("sync run " + config);
            assertThat(secrets).noneMatch(all::contains);
            assertThat(leat("sync", "status", config).orFail(0).err()).contains("The sync is running");
        } finally {
            leat("sync", "stop", config);
        }
        elasticsearch
                .put("/" + index + "/_doc/1", "{\"id\":\"1\",\"body\":\"from elasticsearch\",\"version\":2}")
                .orFail();
        quickly("sync", "once", config).orFail(0);
        assertThat(deadLetters()).contains("\"total\":{\"value\":0,");

        // Whoever only looks may only read.
        key("key", """
                {"name": "looks", "role_descriptors": {"looks": {"cluster": ["monitor"], "indices": [
                  {"names": ["%s", "leat-sync-*"],
                   "privileges": ["read", "view_index_metadata", "monitor", "maintenance"]}]}}}
                """.formatted(index));
        quickly("sync", "verify", config("reader")).orFail(0);
        quickly("sync", "once", config("reader"), "--dry-run").orFail(0);
    }

    @Test
    void saysInOneLineWhatIsMissing() throws Exception {
        key("stranger", request().replace("guide-hits", "another-index"));
        secret("unknown", "bm9ib2R5OiQ" + UUID.randomUUID().toString().replace("-", ""));
        String ca = "ca: " + Objects.requireNonNull(cassandra.access()).caCertificate();
        String at = "leat: Cannot connect to Cassandra at [127.0.0.1:"
                + cassandra.address().getPort() + "]: ";

        String wrong = config(
                folder.resolve("password").toString(), folder.resolve("wrong").toString());
        assertThat(leat("sync", "once", wrong).orFail(1).err())
                .hasLineCount(1)
                .startsWith(at)
                .endsWith("; check the user and the password\n");
        refused(2, config(ca, "tls: true"))
                .startsWith("leat: cassandra.ca: Cannot connect to Cassandra at ")
                .endsWith("; give the certificate of its authority, and name the hosts as their certificates do\n");
        refused(1, config("stranger"))
                .contains("User stranger has no SELECT permission on <table guide.hits>")
                .endsWith("; grant it, or connect as another user\n");
        refused(2, config("ca: " + elasticsearch.caCertificate(), "request_timeout: 60s"))
                .startsWith("leat: tls: the certificate of ")
                .endsWith("; give the CA's certificate or its fingerprint\n");
        refused(
                        1,
                        config(
                                folder.resolve("key").toString(),
                                folder.resolve("unknown").toString()))
                .startsWith("leat: GET / was refused: ")
                .endsWith("; check the API key, or user and password\n");
        refused(
                        1,
                        config(
                                folder.resolve("key").toString(),
                                folder.resolve("stranger").toString()))
                .contains("is unauthorized for API key", index)
                .endsWith("; the user or API key lacks the privilege for this\n");

        elasticsearch
                .put("/" + index + "/_doc/2", "{\"id\":\"2\",\"version\":1}")
                .orFail();
        refused(1, config("reader"))
                .startsWith("leat: pair " + index
                        + ": Cannot write rows of guide.hits: User reader has no MODIFY permission")
                .endsWith("; grant it, or connect as another user\n");
        assertThat(deadLetters()).contains("\"total\":{\"value\":0,");
    }

    private String deadLetters() {
        elasticsearch.refresh("leat-dead-letters");
        return elasticsearch
                .post("/leat-dead-letters/_search", "{\"query\":{\"term\":{\"scope\":\"" + index + "\"}}}")
                .body();
    }

    private AbstractStringAssert<?> refused(int status, String config) {
        return assertThat(quickly("sync", "once", config).orFail(status).err()).hasLineCount(1);
    }
}
