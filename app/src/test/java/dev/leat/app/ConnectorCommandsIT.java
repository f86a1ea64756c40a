package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.command.Commands;
import dev.leat.app.command.Session;
import dev.leat.app.config.GlobalOptions;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.protocol.Ending;
import dev.leat.connect.protocol.JobCounts;
import dev.leat.connect.protocol.JobFilter;
import dev.leat.connect.protocol.Protocol;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Tls;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code leat connector} and {@code leat job}, beside Kibana and a service; the files of the guide are run here. */
@WithElasticsearch
class ConnectorCommandsIT {

    private final TestElasticsearch elasticsearch;
    private final FakeKibana kibana;
    private final Map<String, String> access;

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    ConnectorCommandsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.kibana = new FakeKibana(elasticsearch);
        this.access = LeatProcess.access(elasticsearch);
    }

    @BeforeEach
    @AfterEach
    void removeTheProtocol() {
        kibana.removeIndices();
    }

    @Test
    void makesAConnectorFromTheFileOfTheGuide() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.yml"), guide("yaml"));

        assertThat(run("", "connector", "create", "--from-file", file.toString(), "--dry-run", "--json"))
                .isZero();
        assertThat(elasticsearch.get("/.elastic-connectors").status()).isEqualTo(404);
        assertThat(json().at("/configuration/database/value").asString()).isEqualTo("/srv/shop.db");

        assertThat(run("", "connector", "create", "--from-file", file.toString()))
                .isZero();
        assertThat(err).contains("Connector shop was made:");
        assertThat(run("", "connector", "list")).isZero();
        assertThat(out).contains("ID", "shop", "sqlite", "configured");
        assertThat(run("", "connector", "show", "shop")).isZero();
        assertThat(out).contains("full '0 0 * * * ?'", "/srv/shop.db");
        assertThat(kibana.connectorField("shop", "status")).isEqualTo("\"configured\"");

        assertThat(run("", "connector", "create", "--from-file", file.toString()))
                .isEqualTo(2);
        assertThat(err).isEqualTo("leat: id: 'shop' is the id of another connector; take another one\n");
        assertThat(run("y\n", "connector", "delete", "shop")).isZero();
        assertThat(run("", "connector", "list", "--json")).isZero();
        assertThat(json().path("connectors")).isEmpty();
    }

    @Test
    void asksOnATerminalForWhatIsMissing() {
        int status = run(
                "sqlite\n/srv/a.db\n\nmany\n500\n\nnightly\n0 0 2 * * ?\n",
                "connector",
                "create",
                "--id",
                "asked",
                "--index",
                "a",
                "--json");

        assertThat(status).as(err).isZero();
        assertThat(err).contains("'many' is no value for that.");
        assertThat(json().at("/configuration/page_rows/value").asLong()).isEqualTo(500);
        assertThat(err).contains("Kind of source (").contains("sqlite");
        assertThat(json().path("service_type").asString()).isEqualTo("sqlite");
        assertThat(json().path("status").asString()).isEqualTo("configured");
        assertThat(json().at("/scheduling/full").toString())
                .isEqualTo("{\"enabled\":true,\"interval\":\"0 0 2 * * ?\"}");
    }

    @Test
    void takesSettingsAndSchedulesAsOptions() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.yml"), guide("yaml"));

        assertThat(run(
                        "",
                        "connector",
                        "create",
                        "--from-file",
                        file.toString(),
                        "--dry-run",
                        "--json",
                        "--set",
                        "page_rows=700",
                        "--schedule",
                        "full=0 0 2 * * ?",
                        "--schedule",
                        "incremental=0 0/5 * * * ?"))
                .as(err)
                .isZero();
        assertThat(json().at("/configuration/page_rows/value").toString()).isEqualTo("700");
        assertThat(json().at("/scheduling/full/interval").asString()).isEqualTo("0 0 2 * * ?");
        assertThat(json().at("/scheduling/incremental/enabled").asBoolean()).isTrue();

        assertThat(run("", "connector", "create", "--from-file", file.toString(), "--schedule", "daily=0 0 2 * * ?"))
                .isEqualTo(2);
        assertThat(err)
                .isEqualTo(
                        "leat: --schedule: there is no sync 'daily'; write full, incremental or access_control, as in"
                                + " 'full=0 0 2 * * ?'\n");
        assertThat(run("", "connector", "create", "--type", "mysql", "--index", "a", "--set", "password=hunter2"))
                .isEqualTo(2);
        assertThat(err).contains("leat: password: is a secret and no option").doesNotContain("hunter2");
    }

    @Test
    void saysAllThatIsWrongWithAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("wrong.yml"),
                "service_type: sqlite\nconfiguration: {databse: x}\nscheduling: {full: hourly}\n");

        assertThat(run("", "connector", "create", "--from-file", file.toString()))
                .isEqualTo(2);

        assertThat(err)
                .contains("leat: index_name: is missing")
                .contains("leat: databse: is no setting of sqlite, did you mean 'database'?")
                .contains("leat: scheduling.full: ")
                .contains("database");
        assertThat(elasticsearch.get("/.elastic-connectors").status()).isEqualTo(404);
    }

    @Test
    void hidesSecrets() {
        kibana.createIndices();
        kibana.createConnector("c1", "orders", "mysql", "search-orders");
        kibana.update(
                "c1",
                "{\"configuration\":{\"password\":{\"sensitive\":true,\"value\":\"hunter2\"},"
                        + "\"token\":{\"sensitive\":true,\"value\":\"${env:TOKEN}\"}}}");
        String job = kibana.syncNow("c1", "full");

        for (String command : List.of("connector show c1", "connector list", "job show " + job, "job list")) {
            for (String form : List.of(command, command + " --json")) {
                assertThat(run("", form.split(" ", -1))).isZero();
                assertThat(out).as(form).isNotEmpty().doesNotContain("hunter2");
            }
        }
        run("", "connector", "show", "c1");
        assertThat(out).contains("***").contains("${env:TOKEN}");
        assertThat(kibana.connector("c1")).contains("hunter2");
    }

    @Test
    void startsWatchesAndCancelsJobs() {
        kibana.createIndices();
        kibana.createConnector("c1", "orders", "mysql", "search-orders");
        CompletableFuture<Void> service = CompletableFuture.runAsync(this::completeOneJob);

        assertThat(run("", "job", "start", "c1", "--wait")).as(err).isZero();
        service.join();

        assertThat(out).contains("completed", "1,234");
        assertThat(err).contains(": completed");
        assertThat(run("", "job", "start", "c1", "--type", "access_control", "--json"))
                .isZero();
        String id = json().path("id").asString();
        assertThat(json().at("/connector/index_name").asString()).isEqualTo(".search-acl-filter-search-orders");
        assertThat(run("", "job", "cancel", id)).isZero();
        assertThat(out).contains("canceled");
        assertThat(run("", "job", "cancel", id)).isEqualTo(1);
        elasticsearch.refresh(".elastic-connectors-sync-jobs");
        assertThat(run("", "job", "list", "--connector", "c1", "--status", "canceled", "--json"))
                .isZero();
        assertThat(json().path("jobs")).hasSize(1);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(run("", "connector", "show", "none")).isEqualTo(2);
        assertThat(err)
                .isEqualTo("leat: connector: there are none in this cluster; make one with 'leat connector create'\n");
        kibana.createIndices();
        assertThat(run("", "job", "start", "none")).isEqualTo(2);
        assertThat(err)
                .isEqualTo("leat: connector: there is none with the id 'none'; 'leat connector list' names all\n");
        assertThat(run("", "job", "list", "--status", "dreaming")).isEqualTo(2);
        assertThat(err).isEqualTo("leat: --status: 'dreaming' is none; see 'leat job list --help'\n");
        assertThat(run("", "job", "list")).isZero();
        assertThat(err).contains("There are no such jobs");
    }

    /** What a service does with the first job that it finds. */
    private void completeOneJob() {
        ClusterSettings settings = ClusterSettings.of(elasticsearch.url().toString());
        if (!access.isEmpty()) {
            settings = settings.withTls(Tls.trusting(Path.of(Objects.requireNonNull(access.get("LEAT_CA")))))
                    .withCredentials(Credentials.apiKey(Objects.requireNonNull(access.get("LEAT_API_KEY"))));
        }
        try (Cluster cluster = Cluster.connect(settings)) {
            Protocol protocol = Protocol.open(cluster, Clock.systemUTC());
            List<SyncJob> waiting = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                protocol.jobs().refresh();
                                return protocol.jobs().all(JobFilter.waiting());
                            },
                            jobs -> !jobs.isEmpty());
            String id = waiting.getFirst().id();
            protocol.runs().begin(id, "host-1");
            protocol.runs().end(id, new Ending.Completed(null), new JobCounts(1_234, 0, 0), null);
        }
    }

    private static String guide(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/connectors.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private JsonNode json() {
        return Json.MAPPER.readTree(out);
    }

    /** Runs a command: where nobody can be asked when the answers are empty. */
    private int run(String answers, String... arguments) {
        boolean somebody = !answers.isEmpty();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
                somebody,
                false,
                somebody);
        Map<String, String> environment = new HashMap<>(access);
        environment.put("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString());
        environment.put("LEAT_CACHE", folder.toString());
        int status = Commands.run(new Session(terminal, new GlobalOptions(), environment), arguments);
        out = output.toString(StandardCharsets.UTF_8);
        err = errors.toString(StandardCharsets.UTF_8);
        return status;
    }
}
