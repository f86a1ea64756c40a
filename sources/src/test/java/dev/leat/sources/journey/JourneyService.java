package dev.leat.sources.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.protocol.Connectors;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.SyncJobs;
import dev.leat.connect.protocol.TriggerMethod;
import dev.leat.connect.service.ConnectorService;
import dev.leat.connect.service.QuickService;
import dev.leat.datastore.Datastore;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One connector with a service that runs it, and a Kibana that drives both. For one thread. */
final class JourneyService implements AutoCloseable {

    static final String CONNECTOR = "journey";
    private static final Set<String> ENDED = Set.of("completed", "error", "canceled");

    private final TestElasticsearch elasticsearch;
    private final Path directory;
    private final String serviceType;
    private final Stage stage;
    private final FakeKibana kibana;
    private final String index;
    private final Cluster cluster;
    private Map<String, String> settings = Map.of();
    private Map<String, JsonNode> last = Map.of();
    private @Nullable JsonNode connectorBefore;
    private @Nullable Thread running;
    private @Nullable Process process;

    JourneyService(TestElasticsearch elasticsearch, Path directory, String serviceType, Stage stage) {
        this.elasticsearch = elasticsearch;
        this.directory = directory;
        this.serviceType = serviceType;
        this.stage = stage;
        this.kibana = new FakeKibana(elasticsearch);
        this.index = elasticsearch.uniqueIndex("search-" + serviceType);
        this.cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
        kibana.removeIndices();
        kibana.createIndices();
    }

    /** The settings that its connector is given. */
    void setUp(Map<String, String> given) {
        settings = Map.copyOf(given);
    }

    FakeKibana kibana() {
        return kibana;
    }

    void startInThisProcess() {
        ConnectorService service =
                QuickService.of(directory, serviceType, cluster, JourneyProcess.staged(stage, serviceType));
        running = Thread.ofVirtual().name("service").start(service::run);
    }

    /** Starts a service in a process of its own, which stops behind that many documents of a scope. */
    Process startProcess(int documents) throws IOException {
        Process started = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JourneyProcess.class.getName(),
                        elasticsearch.url().toString(),
                        directory.toString(),
                        serviceType,
                        Integer.toString(documents))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        return started;
    }

    /**
     * What the connector's page does: makes a connector without settings, which a service describes, and fills them in.
     * Starts a service first, if none runs.
     */
    void create() {
        if (process == null) {
            startInThisProcess();
        }
        kibana.createConnector(CONNECTOR, "Journey", serviceType, index);
        awaitConnector(connector -> connector.path("status").asString().equals("needs_configuration"));
        assertThat(connector().path("configuration").propertyNames()).containsAll(settings.keySet());
        Map<String, String> json = new LinkedHashMap<>();
        settings.forEach((key, value) -> json.put(key, Json.MAPPER.writeValueAsString(value)));
        kibana.configure(CONNECTOR, json);
        awaitConnected();
    }

    void awaitConnected() {
        awaitConnector(connector -> connector.path("status").asString().equals("connected"));
    }

    private void awaitConnector(Predicate<JsonNode> state) {
        patience().untilAsserted(() -> {
            JsonNode document = connector();
            assertThat(state.test(document)).as("%s", document).isTrue();
        });
    }

    /** Edits the rules; the one that is always there comes last. */
    void draft(List<ServiceJourney.Exclusion> exclusions, String advanced) {
        ArrayNode rules = Json.MAPPER.createArrayNode();
        for (ServiceJourney.Exclusion exclusion : exclusions) {
            rules.add(rule(rules.size(), "exclude", exclusion));
        }
        rules.add(rule(rules.size(), "include", new ServiceJourney.Exclusion("_", "regex", ".*"))
                .put("id", "DEFAULT"));
        kibana.draftRules(CONNECTOR, rules.toString(), advanced);
    }

    private static ObjectNode rule(int order, String policy, ServiceJourney.Exclusion exclusion) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", "rule-" + order)
                .put("order", order)
                .put("policy", policy)
                .put("field", exclusion.field())
                .put("rule", exclusion.rule())
                .put("value", exclusion.value());
    }

    /** Waits until the service has judged the rules like this, and gives back what it has found. */
    String awaitRules(String state) {
        awaitConnector(connector ->
                connector.at("/filtering/0/draft/validation/state").asString("").equals(state));
        boolean active =
                connector().at("/filtering/0/draft/rules").equals(connector().at("/filtering/0/active/rules"));
        assertThat(active).as("%s rules are in force", state).isEqualTo(state.equals("valid"));
        return connector().at("/filtering/0/draft/validation/errors").toString();
    }

    static ConditionFactory patience() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(25));
    }

    private JsonNode connector() {
        return Json.MAPPER.readTree(kibana.connector(CONNECTOR));
    }

    JsonNode job(String id) {
        return Json.MAPPER.readTree(kibana.job(id));
    }

    String syncNow(String type) {
        connectorBefore = connector();
        return kibana.syncNow(CONNECTOR, type);
    }

    /** Has a job run, which must end like this. */
    Sync sync(String type, String status) {
        return ended(syncNow(type), status);
    }

    /** What {@code leat job start --allow-deletes} does. */
    String syncAllowingDeletes() {
        Datastore datastore = Datastore.of(cluster);
        Clock clock = Clock.systemUTC();
        return SyncJobs.open(datastore, clock)
                .create(
                        Connectors.open(datastore, clock).find(CONNECTOR).orElseThrow(),
                        JobType.FULL,
                        TriggerMethod.ON_DEMAND,
                        Map.of(SyncJobs.ALLOW_DELETES, true))
                .id();
    }

    /** Waits until a job has ended, which must be like this, and its connector knows. */
    Sync ended(String id, String status) {
        patience().until(() -> ENDED.contains(job(id).path("status").asString()));
        JsonNode job = job(id);
        assertThat(job.path("status").asString()).as("%s", job).isEqualTo(status);
        // The connector is told right after its job.
        String told = job.path("job_type").asString().equals("access_control")
                ? "last_access_control_sync_status"
                : "last_sync_status";
        awaitConnector(
                connector -> connector.at("/leat_holders/content").asString("").isEmpty()
                        && connector.path(told).asString("").equals(status));
        Map<String, JsonNode> before = last;
        last = documents();
        JsonNode connector = connector();
        return new Sync(
                job,
                new Sync.Change<>(connectorBefore == null ? connector : connectorBefore, connector),
                new Sync.Change<>(before, last));
    }

    /** Everything in the index, without what the mirror keeps for itself. */
    private Map<String, JsonNode> documents() {
        elasticsearch.refresh(index);
        Map<String, JsonNode> documents = new TreeMap<>();
        JsonNode page = json(elasticsearch.post("/" + index + "/_search?scroll=1m&size=5000", "{}"));
        while (!page.path("hits").path("hits").isEmpty()) {
            for (JsonNode hit : page.path("hits").path("hits")) {
                ObjectNode source = (ObjectNode) hit.path("_source");
                assertThat(source.remove("_leat")).as("the mirror's own field").isNotNull();
                documents.put(hit.path("_id").asString(), source);
            }
            page = json(elasticsearch.post(
                    "/_search/scroll", "{\"scroll\":\"1m\",\"scroll_id\":" + page.path("_scroll_id") + "}"));
        }
        elasticsearch.send(
                "DELETE",
                "/_search/scroll",
                "application/json",
                ("{\"scroll_id\":" + page.path("_scroll_id") + "}").getBytes(StandardCharsets.UTF_8));
        return documents;
    }

    /** Waits until so many documents are in the index. */
    void awaitIndexed(int documents) {
        patience().until(() -> {
            elasticsearch.post("/" + index + "/_refresh?ignore_unavailable=true", "");
            TestElasticsearch.Response count = elasticsearch.get("/" + index + "/_count?ignore_unavailable=true");
            // An index that is being made has no shard to ask yet.
            return count.status() == 200 && json(count).path("count").asInt() >= documents;
        });
    }

    /**
     * Waits until a service that stops behind so many documents can get no further: an unfinished run would go on behind
     * a checkpoint of this scope, and all others are done.
     */
    void awaitStandstill(int documents, String half, List<String> scopes) {
        awaitIndexed(documents);
        // A journal is replaced by a new one now and then, just when somebody looks for it.
        patience()
                .ignoreException(UncheckedIOException.class)
                .until(() -> scopes.stream()
                        .allMatch(scope -> journalHas(scope, scope.equals(half) ? "OPEN" : "COMPLETED")));
    }

    private boolean journalHas(String scope, String phase) {
        String checkpoint = phase.equals("OPEN") ? "\"checkpoint\":\"[^\"]" : "";
        Pattern line = Pattern.compile(
                "\"name\":\"[^\"]*" + Pattern.quote(scope) + "\",\"phase\":\"" + phase + "\"," + checkpoint);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(path -> path.endsWith("journal"))
                    .anyMatch(file -> line.matcher(read(file)).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(TestElasticsearch.Response response) {
        return Json.MAPPER.readTree(response.orFail().body());
    }

    /** Ends the service as SIGTERM does. */
    private void stop() {
        Thread service = running;
        if (service != null) {
            service.interrupt();
            patience().until(() -> !service.isAlive());
        }
    }

    @Override
    public void close() {
        stop();
        cluster.close();
        kibana.removeIndices();
        elasticsearch.delete("/" + index + "?ignore_unavailable=true");
    }
}
