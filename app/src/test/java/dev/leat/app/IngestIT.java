package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code elastic-ingest} and {@code leat serve}, as processes, driven by what Kibana writes. */
@WithElasticsearch
class IngestIT {

    private final TestElasticsearch elasticsearch;
    private final FakeKibana kibana;
    private final String index;
    private LeatProcess.@Nullable Running running;

    @TempDir
    private Path folder = Path.of("");

    IngestIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.kibana = new FakeKibana(elasticsearch);
        this.index = elasticsearch.uniqueIndex("ingest");
    }

    @BeforeEach
    void begin() {
        kibana.removeIndices();
        kibana.createIndices();
    }

    @AfterEach
    void clean() throws InterruptedException {
        if (running != null) {
            running.kill();
        }
        kibana.removeIndices();
        elasticsearch.delete("/" + index + "*");
    }

    @Test
    void syncsWhatKibanaAsksForAndEndsInOrder() throws Exception {
        kibana.createConnector("shop", "Shop", "sqlite", index);
        Path configuration = configuration("{connector_id: shop, service_type: sqlite}");
        running = process().startElasticIngest("-c", configuration.toString(), "--action", "poll", "--filebeat");
        awaitField("status", "needs_configuration");
        kibana.configure("shop", Map.of("database", "\"${env:SHOP}\""));
        kibana.update("shop", "{\"status\":\"configured\"}");
        String job = kibana.syncNow("shop", "full");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(kibana.jobField(job, "status")).isEqualTo("\"completed\""));
        LeatProcess.Result result = running.interrupt().orFail(130);

        assertThat(elasticsearch.get("/" + index + "/_count").body()).contains("\"count\":2");
        assertThat(kibana.job(job)).contains("${env:SHOP}").doesNotContain("shop.db");
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).allSatisfy(line -> assertThat(line).startsWith("{\"@timestamp\":\""));
        assertThat(result.err())
                .contains("\"connector_id\":\"shop\"", "\"sync_job_id\":\"" + job + "\"")
                .doesNotContain("shop.db");
    }

    @Test
    void leatServeDoesTheSame() throws Exception {
        kibana.createConnector("shop", "Shop", "sqlite", index);
        Path configuration = configuration("{connector_id: shop, service_type: sqlite}");
        running = process().start("serve", "-c", configuration.toString());
        awaitField("status", "needs_configuration");
        LeatProcess.Result result = running.interrupt().orFail(130);

        assertThat(result.err()).contains("Health and metrics at http://127.0.0.1:");
    }

    @Test
    void saysBeforeTheStartWhatKeepsItFromWorking() throws Exception {
        LeatProcess.Result nothing =
                process().elasticIngest("-c", configuration("").toString()).orFail(255);
        LeatProcess.Result placeholder = process()
                .elasticIngest(
                        "-c",
                        configuration("{connector_id: changeme, service_type: sqlite}")
                                .toString())
                .orFail(255);
        LeatProcess.Result noYaml = process()
                .elasticIngest(
                        "-c",
                        Files.writeString(folder.resolve("broken.yml"), "a: [").toString())
                .orFail(2);
        Path away = Files.writeString(
                folder.resolve("away.yml"),
                "elasticsearch: {host: 'http://127.0.0.1:1', max_wait_duration: 1}\n"
                        + "connectors: [{connector_id: a, service_type: sqlite}]\n");
        LeatProcess.Result unavailable =
                process().elasticIngest("-c", away.toString()).orFail(255);

        assertThat(nothing.err()).contains("config.yml: connectors: there is none; list each with connector_id");
        assertThat(placeholder.err()).contains("config.yml: connectors[0].connector_id: is still 'changeme'");
        assertThat(noYaml.err()).startsWith("elastic-ingest: ").contains("broken.yml, line 1: not valid YAML");
        assertThat(unavailable.err())
                .contains("elastic-ingest: Elasticsearch did not answer within 1 s (elasticsearch.max_wait_duration)");
    }

    @Test
    void refusesOptionsThatContradictEachOther() throws Exception {
        assertThat(process()
                        .elasticIngest("--action", "list", "--action", "poll")
                        .orFail(2)
                        .err())
                .contains("--action list and --action config stand alone");
        assertThat(process().elasticIngest("--action", "config").orFail(2).err())
                .contains("--action config needs --service-type T");
        assertThat(process()
                        .elasticIngest("--action", "config", "--service-type", "sqlit")
                        .orFail(2)
                        .err())
                .contains("there is no source 'sqlit'; did you mean 'sqlite'?");
        assertThat(process().elasticIngest("--action", "lst").orFail(2).err())
                .contains("there is no action 'lst', did you mean 'list'? Known are schedule, sync_content,");
    }

    private void awaitField(String field, String value) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(kibana.connectorField("shop", field)).isEqualTo("\"" + value + "\""));
    }

    private LeatProcess process() throws SQLException {
        Path database = folder.resolve("shop.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, name TEXT)");
            statement.execute("INSERT OR REPLACE INTO people VALUES (1, 'Ada'), (2, 'Grace')");
        }
        return LeatProcess.in(folder)
                .letInto(elasticsearch, index)
                .with("SHOP", database.toString())
                .with("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private Path configuration(String connector) throws IOException {
        return Files.writeString(
                folder.resolve("config.yml"),
                """
                elasticsearch.host: URL
                service: {idling: 1, heartbeat: 5, http.port: 0, log_level: DEBUG}
                sources: {sqlite: 'connectors.sources.sqlite:SqliteDataSource'}
                connectors: [CONNECTOR]
                """.replace("URL", elasticsearch.url().toString()).replace("CONNECTOR", connector));
    }
}
