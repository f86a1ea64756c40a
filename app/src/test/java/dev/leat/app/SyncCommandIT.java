package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.leat.elastic.Json;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code leat sync} as a user has it: processes, a real Cassandra and a real Elasticsearch. */
@WithCassandra
@WithElasticsearch
@DisabledOnOs(OS.WINDOWS)
class SyncCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final String index;
    private final String keyspace;

    @TempDir
    private Path folder;

    private final CqlSession session;

    SyncCommandIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("sync");
        this.keyspace = cassandra.createKeyspace("app");
        this.session = CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .withKeyspace(keyspace)
                .build();
    }

    @BeforeEach
    void table() {
        session.execute("CREATE TABLE hits (id text PRIMARY KEY, body text, source text, version bigint)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .with("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    /** The configuration of PyCassElastic; the pair has a name of its own, since all tests share the node. */
    private String seed() throws Exception {
        String text = """
                {
                  "period": 1, # in seconds
                  "cassandra":{
                    "url":["%s"], # url to connect to
                    "keyspace":"%s"  # keyspace of the tables
                  },
                  "elasticsearch":{
                    "url":["%s"] # url to connect to
                  },
                  "syncs":[
                    {
                      "name":"%s",
                      "comments": "from cassandra to elastic", # used for nothing
                      "id_col":"id",
                      "version_col":"version",
                      "ignore_same_source": true,
                      "cassandra": {"table": "hits", "source_id":"cassandra"},
                      "elasticsearch":{"index": "%s", "type": "bogusdoc", "source_id":"Elastic"}
                    }
                  ]
                }
                """.formatted(cassandra.contactPoint(), keyspace, elasticsearch.url(), index, index);
        return Files.writeString(folder.resolve("config.json"), text).toString();
    }

    private String yaml() throws Exception {
        String text = """
                elasticsearch:
                  url: %s
                sync:
                  period: 200ms
                  http:
                    port: 0
                  cassandra:
                    contact_points: [%s]
                    datacenter: %s
                    keyspace: %s
                  pairs:
                    - name: %s
                      table: hits
                      index: %s
                      version_column: version
                """.formatted(
                        elasticsearch.url(), cassandra.contactPoint(), cassandra.datacenter(), keyspace, index, index);
        return Files.writeString(folder.resolve("leat.yml"), text).toString();
    }

    private void row(String id, String body) {
        session.execute(
                "INSERT INTO hits (id, body, source, version) VALUES (?, ?, 'cassandra', ?)",
                id,
                body,
                System.currentTimeMillis());
    }

    private void document(String id, String body) {
        String source = """
                {"id":"%s","body":"%s","source":"elastic","version":%d}
                """.formatted(id, body, System.currentTimeMillis());
        elasticsearch.put("/" + index + "/_doc/" + id, source).orFail();
    }

    private Optional<String> bodyOf(String id) {
        return Optional.ofNullable(session.execute("SELECT body FROM hits WHERE id = ?", id)
                        .one())
                .map(row -> row.getString("body"));
    }

    private String sourceOf(String id) {
        return elasticsearch.get("/" + index + "/_doc/" + id).body();
    }

    private JsonNode pairOf(LeatProcess.Result result) {
        return Json.MAPPER.readTree(result.out()).path("pairs").path(0);
    }

    @Test
    void bringsBothSidesInStepAndProvesIt() throws Exception {
        String config = seed();
        row("a", "from cassandra");
        document("b", "from elastic");

        LeatProcess.Result dry =
                leat().leat("sync", "once", config, "--dry-run", "--json").orFail(0);
        assertThat(pairOf(dry).path("documents_written").asInt()).isEqualTo(1);
        assertThat(pairOf(dry).path("rows_written").asInt()).isEqualTo(1);
        assertThat(bodyOf("b")).isEmpty();
        assertThat(elasticsearch.get("/leat-sync-ledger-" + index).status()).isEqualTo(404);
        JsonNode different = pairOf(
                leat().leat("sync", "verify", config, "--list", "1", "--json").orFail(1));
        assertThat(different.path("only_in_table").asInt()).isEqualTo(1);
        assertThat(different.path("only_in_index").asInt()).isEqualTo(1);
        assertThat(different.path("differences")).hasSize(1);

        LeatProcess.Result once = leat().leat("sync", "once", config, "--json").orFail(0);

        assertThat(once.err()).contains("elasticsearch.type: is ignored: Elasticsearch has no types any more");
        assertThat(pairOf(once).path("documents_written").asInt()).isEqualTo(1);
        assertThat(pairOf(once).path("rows_written").asInt()).isEqualTo(1);
        assertThat(bodyOf("b")).contains("from elastic");
        assertThat(sourceOf("a")).contains("from cassandra");
        // Not where it would be found without being named.
        Path elsewhere = Files.move(Path.of(config), folder.resolve("elsewhere.json"));
        LeatProcess.Result verified = leat().with("LEAT_CONFIG", elsewhere.toString())
                .leat("sync", "verify", "--json")
                .orFail(0);
        assertThat(pairOf(verified).path("rows").asInt()).isEqualTo(2);
        assertThat(pairOf(verified).path("digest_of_rows"))
                .isEqualTo(pairOf(verified).path("digest_of_documents"));
    }

    @Test
    void saysAfterCtrlCHowToGoOn() throws Exception {
        String config = yaml();
        Files.writeString(Path.of(config), "      rows_per_second: 1\n", StandardOpenOption.APPEND);
        for (int i = 0; i < 60; i++) {
            row("row-" + i, "slowly");
        }
        LeatProcess.Running running = leat().start("sync", "once", config);
        await().atMost(PATIENCE).until(() -> {
            elasticsearch.post("/" + index + "/_refresh?ignore_unavailable=true", "");
            return elasticsearch.get("/" + index + "/_search").body().contains("slowly");
        });

        assertThat(leasedUntil())
                .as("a limit draws it out")
                .isAfter(Instant.now().plus(Duration.ofHours(1)));
        assertThat(running.interrupt().orFail(130).err())
                .endsWith("leat: the sync was interrupted; the next one goes on where this one was\n");
    }

    private Instant leasedUntil() {
        elasticsearch.refresh("leat-sync-pairs");
        String found = elasticsearch
                .post("/leat-sync-pairs/_search", "{\"query\":{\"term\":{\"pair\":\"" + index + "\"}}}")
                .body();
        long micros =
                Json.MAPPER.readTree(found).at("/hits/hits/0/_source/until").asLong();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Test
    void keepsWhatCannotBeBroughtOverAndSaysSo() throws Exception {
        String config = yaml();
        elasticsearch
                .put("/" + index + "/_doc/x", "{\"body\":{\"not\":\"a text\"}}")
                .orFail();

        LeatProcess.Result once = leat().leat("sync", "once", config).orFail(3);

        assertThat(once.err()).contains("leat: some rows or documents could not be brought over");
        assertThat(once.out()).contains("PAIR", index);
        assertThat(bodyOf("x")).isEmpty();
    }

    @Test
    void goesOnUntilCtrlCAndAfterAKill() throws Exception {
        String config = yaml();
        LeatProcess.Running killed = leat().start("sync", "run", config);
        row("a", "1");
        await().atMost(PATIENCE).until(() -> sourceOf("a").contains("\"1\""));
        document("a", "2");
        killed.kill();
        row("b", "1");

        LeatProcess.Running running = leat().start("sync", "run", config);
        await().atMost(PATIENCE).until(() -> bodyOf("a").equals(Optional.of("2")));
        await().atMost(PATIENCE).until(() -> sourceOf("b").contains("\"1\""));
        LeatProcess.Result interrupted = running.interrupt();

        assertThat(interrupted.orFail(130).err())
                .contains("Health and metrics at http://127.0.0.1:", "The sync ends")
                .doesNotContain("bug");
        elasticsearch.refresh("leat-sync-pairs");
        assertThat(elasticsearch
                        .post("/leat-sync-pairs/_search", "{\"query\":{\"term\":{\"pair\":\"" + index + "\"}}}")
                        .body())
                .as("the lease is given back")
                .contains("\"owner\":\"\"");
        leat().leat("sync", "verify", config).orFail(0);
    }

    @Test
    @EnabledIfSystemProperty(named = "leat.test.full", matches = "true")
    void isTakenOverWithinFortySecondsWhenItsProcessIsKilled() throws Exception {
        String config = yaml();
        LeatProcess.Running first = leat().start("sync", "run", config);
        row("a", "1");
        await().atMost(PATIENCE).until(() -> sourceOf("a").contains("\"1\""));
        LeatProcess.Running second = leat().with(
                        "XDG_STATE_HOME", folder.resolve("another").toString())
                .start("sync", "run", config);
        first.kill();
        row("b", "1");

        await().atMost(Duration.ofSeconds(45)).until(() -> sourceOf("b").contains("\"1\""));

        second.interrupt().orFail(130);
    }

    @Test
    void worksInTheBackground() throws Exception {
        String config = yaml();
        row("a", "1");
        try {
            LeatProcess.Result started =
                    leat().leat("sync", "start", config, "--json").orFail(0);
            JsonNode about = Json.MAPPER.readTree(started.out());
            await().atMost(PATIENCE).until(() -> sourceOf("a").contains("\"1\""));
            await().atMost(PATIENCE)
                    .until(() -> get(about.path("url").asString() + "/ready").statusCode() == 200);

            assertThat(get(about.path("url").asString() + "/metrics").body())
                    .contains("leat_sync_documents_written_total{pair=\"" + index + "\"} 1.0")
                    .contains("leat_sync_lag_seconds{pair=\"" + index + "\"}")
                    .contains("leat_sync_conflicts_total{kind=\"row_won\",pair=\"" + index + "\"} 0.0");
            JsonNode status = Json.MAPPER.readTree(
                    leat().leat("sync", "status", config, "--json").orFail(0).out());
            assertThat(status.path("running").asBoolean()).isTrue();
            assertThat(status.path("state").asString()).isEqualTo("running");
            assertThat(status.path("pid")).isEqualTo(about.path("pid"));
            assertThat(status.path("pairs").path(0).path("state").asString()).isEqualTo("leader");
            assertThat(status.path("pairs").path(0).path("lag_seconds").isNumber())
                    .isTrue();
            assertThat(leat().leat("sync", "start", config).orFail(0).err()).contains("The sync runs already.");
            assertThat(leat().leat("sync", "once", config).orFail(1).err())
                    .contains("leat: a sync of this configuration runs here already, process "
                            + about.path("pid").asLong());
        } finally {
            assertThat(leat().leat("sync", "stop", config).orFail(0).err()).contains("The sync is stopped.");
        }
        assertThat(leat().leat("sync", "status", config, "--json").orFail(0).out())
                .contains("\"running\":false,\"state\":\"stopped\"");
        assertThat(leat().leat("sync", "stop", config).orFail(0).err()).contains("No sync was running.");
    }

    @Test
    void saysAtOnceWhatIsWrong() throws Exception {
        String config = yaml();
        Path wrong = Files.writeString(
                folder.resolve("wrong.yml"), Files.readString(Path.of(config)).replace("table: hits", "table: hit"));
        Path away = Files.writeString(
                folder.resolve("away.yml"),
                Files.readString(Path.of(config)).replace(cassandra.contactPoint(), "127.0.0.1:1"));

        String noTable = "leat: pair " + index + ": table: the keyspace " + keyspace + " has no table \"hit\"; it has";
        assertThat(leat().leat("sync", "once", wrong.toString()).orFail(2).err())
                .contains(noTable);
        assertThat(leat().leat("sync", "start", wrong.toString()).orFail(2).err())
                .contains(noTable, "leat: the sync did not start; its log is ");
        assertThat(leat().leat("sync", "once", away.toString()).orFail(1).err())
                .contains("leat: Cannot connect to Cassandra at [127.0.0.1:1]");
    }

    private static HttpResponse<String> get(String url) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
