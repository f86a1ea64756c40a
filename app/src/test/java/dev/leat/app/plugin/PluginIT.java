package dev.leat.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.app.LeatProcess;
import dev.leat.elastic.Json;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The example of docs/write-a-source.md, as a jar in {@code plugins/} of a service that runs as a process. */
@WithElasticsearch
class PluginIT {

    private static final String OPEN = "info:eu-repo/semantics/openAccess";

    private final TestElasticsearch elasticsearch;
    private final FakeKibana kibana;
    private final String index;

    @TempDir
    private Path folder = Path.of("");

    PluginIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.kibana = new FakeKibana(elasticsearch);
        this.index = elasticsearch.uniqueIndex("library");
    }

    @BeforeEach
    void begin() {
        kibana.removeIndices();
        kibana.createIndices();
    }

    @AfterEach
    void clean() {
        kibana.removeIndices();
        elasticsearch.delete("/" + index + "*");
    }

    @Test
    void syncsByServiceLoaderAndByClassAndFollowsChanges() throws Exception {
        PluginJar.ofExample(Files.createDirectories(folder.resolve("plugins")).resolve("oai.jar"));
        kibana.createConnector("found", "Found", "oai_pmh", index);
        kibana.createConnector("named", "Named", "library", index + "-named");
        LeatProcess.Running running = null;
        try (ExampleRepository repository = ExampleRepository.open(folder)) {
            for (int i = 10; i < 20; i++) {
                repository.put("oai:" + i, "Title " + i, OPEN, i % 2 == 0 ? "theses" : "papers,theses");
            }
            running = process().startElasticIngest("-c", configuration().toString(), "--filebeat");
            for (String connector : new String[] {"found", "named"}) {
                configure(connector, repository);
                complete(connector, "full");
            }
            Map<String, JsonNode> full = documents(index);
            Map<String, JsonNode> named = documents(index + "-named");
            repository.put("oai:11", "Another title", OPEN, "papers");
            repository.put("oai:20", "A new one", "closed", "theses");
            repository.delete("oai:12");
            complete("found", "incremental");
            Map<String, JsonNode> changed = documents(index);

            assertThat(full).hasSize(10).isEqualTo(named);
            assertThat(full.get("oai:13")).isEqualTo(Json.MAPPER.readTree("""
                {"title":"Title 13","rights":"info:eu-repo/semantics/openAccess","year":1850,"issued":"2026-01-31",
                 "sets":["papers","theses"],"body":"The whole text of oai:13.","id":"oai:13"}
                """));
            assertThat(changed).hasSize(10).containsKey("oai:20").doesNotContainKey("oai:12");
            assertThat(Objects.requireNonNull(changed.get("oai:11"))
                            .path("title")
                            .asString())
                    .isEqualTo("Another title");
            assertThat(changed.get("oai:13")).isEqualTo(full.get("oai:13"));
            assertThat(running.interrupt().orFail(130).err()).doesNotContain("\"error\"");
        } finally {
            if (running != null) {
                running.kill();
            }
        }
    }

    @Test
    void listsAndDescribesWhatTheJarBrings() throws Exception {
        PluginJar.ofExample(Files.createDirectories(folder.resolve("plugins")).resolve("oai.jar"));
        String file = configuration().toString();

        assertThat(process()
                        .elasticIngest("--action", "list", "-c", file)
                        .orFail(0)
                        .out())
                .contains("- OAI-PMH repository\n");
        JsonNode entries = Json.MAPPER.readTree(process()
                .elasticIngest("--action", "config", "--service-type", "oai_pmh", "-c", file)
                .orFail(0)
                .out());
        assertThat(entries.path("password").path("sensitive").asBoolean()).isTrue();
        assertThat(entries.path("password").path("depends_on").toString()).contains("\"use_login\"");
    }

    @Test
    void saysInOneLineWhatIsWrongWithAJar() throws Exception {
        Path jar = Files.writeString(
                Files.createDirectories(folder.resolve("plugins")).resolve("oai.jar"), "half a download");

        assertThat(process()
                        .elasticIngest("-c", configuration().toString())
                        .orFail(2)
                        .err()
                        .lines())
                .first()
                .asString()
                .startsWith("elastic-ingest: " + jar + ": is no jar, or was cut off; build or copy it again");
    }

    private void configure(String connector, ExampleRepository repository) throws ReflectiveOperationException {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(kibana.connectorField(connector, "status")).isEqualTo("\"needs_configuration\""));
        kibana.configure(
                connector,
                Map.of(
                        "url", "\"" + repository.url() + "\"",
                        "sets", "\"papers, theses\"",
                        "full_text_format", "\"jats\""));
        kibana.update(connector, "{\"features\":{\"incremental_sync\":{\"enabled\":true}}}");
    }

    private void complete(String connector, String type) {
        String job = kibana.syncNow(connector, type);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(kibana.jobField(job, "status"))
                        .as(kibana.job(job))
                        .isEqualTo("\"completed\""));
    }

    /** All documents by id, without what differs from sync to sync. */
    private Map<String, JsonNode> documents(String name) {
        elasticsearch.post("/" + name + "/_refresh", "").orFail();
        Map<String, JsonNode> documents = new TreeMap<>();
        JsonNode hits = Json.MAPPER.readTree(
                elasticsearch.get("/" + name + "/_search?size=100").body());
        for (JsonNode hit : hits.path("hits").path("hits")) {
            ObjectNode source = (ObjectNode) hit.path("_source");
            assertThat(source.path("_timestamp").asString()).startsWith("2026-0");
            source.remove("_leat");
            source.remove("_timestamp");
            documents.put(hit.path("_id").asString(), source);
        }
        return documents;
    }

    private LeatProcess process() {
        return LeatProcess.in(folder)
                .with("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("config.yml"), """
            elasticsearch.host: URL
            service: {idling: 1, heartbeat: 5, http.port: 0, plugins_directory: PLUGINS}
            sources: {library: com.example.oai.OaiProvider}
            connectors:
              - {connector_id: found, service_type: oai_pmh}
              - {connector_id: named, service_type: library}
            """.replace(
                        "URL", elasticsearch.url().toString())
                .replace("PLUGINS", folder.resolve("plugins").toString()));
    }
}
