package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.TestAccess;
import dev.leat.elastic.Json;
import dev.leat.elastic.Secret;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.FakeKibana;
import dev.leat.testing.TestElasticsearch;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Services over systems in memory, with a Kibana to drive them, and words for what the documents of the protocol say.
 * Connectors and systems are called by short names.
 */
final class ServiceFixture implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final TestElasticsearch elasticsearch;
    private final Path directory;
    private final FakeKibana kibana;
    private final ServiceDocuments documents;
    private final TestProvider provider = new TestProvider();
    private final Map<String, String> indices = new TreeMap<>();
    private final List<Running> services = new ArrayList<>();
    private final Map<String, Secret> keys = new TreeMap<>();
    private @Nullable TestAccess access;
    private int concurrency = 1;
    private Set<ServiceSettings.Action> loops = Set.of(ServiceSettings.Action.values());
    private Duration checkPatience = Duration.ofSeconds(20);

    private record Running(ConnectorService service, Cluster cluster, Thread thread) {}

    ServiceFixture(TestElasticsearch elasticsearch, Path directory) {
        this.elasticsearch = elasticsearch;
        this.directory = directory;
        this.kibana = new FakeKibana(elasticsearch);
        this.documents = new ServiceDocuments(elasticsearch);
        kibana.removeIndices();
        kibana.createIndices();
    }

    /** Settings of a service that does not wait long. */
    static ServiceSettings settings(Path directory, String connector, String type) {
        return settings(directory, Workload.of(new ServedConnector(connector, type, null)), 1);
    }

    private static ServiceSettings settings(Path directory, Workload workload, int concurrency) {
        Limits limits = Limits.standard();
        return ServiceSettings.standard(workload, directory)
                .withPace(new Pace(
                        Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofMinutes(5)))
                .withLimits(new Limits(
                        concurrency,
                        concurrency,
                        limits.schedulingTasks(),
                        limits.errors(),
                        limits.errorSpan(),
                        limits.fileBytes(),
                        limits.deleteRatio()));
    }

    ServiceFixture concurrency(int jobs) {
        concurrency = jobs;
        return this;
    }

    /** Starts services as this, instead of one that may also write the content of all connectors. */
    ServiceFixture as(TestAccess service) {
        access = service;
        return this;
    }

    /** Gives a connector an API key of its own. */
    void key(String name, String key) {
        keys.put(id(name), new Secret(key));
    }

    ServiceFixture loops(ServiceSettings.Action... some) {
        loops = Set.of(some);
        return this;
    }

    ServiceFixture checkPatience(Duration patience) {
        checkPatience = patience;
        return this;
    }

    TestSystem system(String name, TestSystem system) {
        return provider.add(name, system);
    }

    TestSystem systemOf(String name) {
        return provider.system(name);
    }

    String id(String name) {
        return name + "-id";
    }

    String index(String name) {
        return indices.computeIfAbsent(name, elasticsearch::uniqueIndex);
    }

    /** A connector as Kibana makes it: without settings. */
    void createConnector(String name) {
        kibana.createConnector(id(name), name, TestProvider.TYPE, index(name));
    }

    /** A connector that a service has seen, and somebody has configured, for the system of its name. */
    void createConfigured(String name) {
        createConnector(name);
        ObjectNode changes = Json.MAPPER.createObjectNode();
        changes.set(
                "configuration",
                Json.MAPPER.valueToTree(
                        dev.leat.connect.protocol.ConfigurationDocument.of(provider.configurationSchema())
                                .withValue("system", name)
                                .entries()));
        changes.put("status", "configured");
        kibana.update(id(name), changes.toString());
    }

    void configure(String name, Map<String, String> values) {
        Map<String, String> json = new LinkedHashMap<>();
        values.forEach((key, value) -> json.put(key, Json.MAPPER.writeValueAsString(value)));
        kibana.configure(id(name), json);
    }

    void draftRules(String name, List<Map<String, Object>> rules, Map<String, Object> advanced) {
        kibana.draftRules(id(name), Json.MAPPER.writeValueAsString(rules), Json.MAPPER.writeValueAsString(advanced));
    }

    void schedule(String name, String type, String interval, @Nullable Instant lastScheduled) {
        kibana.schedule(id(name), type, interval);
        if (lastScheduled != null) {
            kibana.update(id(name), "{\"last_sync_scheduled_at\":\"" + lastScheduled + "\"}");
        }
    }

    /** Makes all connectors look as if a service had last seen them then. */
    void pretendSeen(Instant instant) {
        indices.keySet().forEach(name -> kibana.update(id(name), "{\"last_seen\":\"" + instant + "\"}"));
    }

    String syncNow(String name, String type) {
        return kibana.syncNow(id(name), type);
    }

    /** A job like the last completed one of the connector, with something changed. */
    String syncNow(String name, String type, Consumer<ObjectNode> change) {
        ObjectNode job = (ObjectNode) jobs().stream()
                .filter(each -> each.at("/connector/id").asString("").equals(id(name))
                        && each.path("status").asString().equals("completed"))
                .findFirst()
                .orElseThrow();
        job.put("status", "pending")
                .put("job_type", type)
                .put("created_at", Instant.now().toString());
        job.remove(List.of("started_at", "completed_at", "error", "worker_hostname"));
        job.putObject("metadata");
        change.accept(job);
        String id = UUID.randomUUID().toString();
        elasticsearch
                .put(ServiceDocuments.JOBS + "_create/" + id + "?refresh=true", job.toString())
                .orFail();
        return id;
    }

    /** Changes fields of a connector's document, whatever they are. */
    void updateConnector(String name, String partial) {
        kibana.update(id(name), partial);
    }

    void cancel(String job) {
        kibana.cancel(job);
    }

    void deleteConnector(String name) {
        kibana.deleteConnector(id(name));
    }

    void removeConnectorDocument(String name) {
        elasticsearch
                .delete(ServiceDocuments.CONNECTORS + "_doc/" + id(name) + "?refresh=true")
                .orFail();
    }

    /** Makes a job look as if another service ran it. */
    void pretendRunning(String name, String job, String host, Instant lastSeen) {
        updateJob(
                job,
                "{\"status\":\"in_progress\",\"worker_hostname\":\"%s\",\"last_seen\":\"%s\",\"started_at\":\"%s\"}"
                        .formatted(host, lastSeen, lastSeen));
        kibana.update(id(name), "{\"last_sync_status\":\"in_progress\"}");
    }

    /** Ends a job as another service would. */
    void pretendEnded(String job, String error) {
        updateJob(job, "{\"status\":\"error\",\"error\":\"" + error + "\"}");
    }

    private void updateJob(String job, String partial) {
        elasticsearch
                .post(
                        ServiceDocuments.JOBS + "_update/" + job + "?refresh=true&retry_on_conflict=5",
                        "{\"doc\":" + partial + "}")
                .orFail();
    }

    /** Starts a service beside those that run. */
    void start() {
        startThrough(elasticsearch.url());
    }

    void startThrough(URI url) {
        TestAccess own = access != null
                ? access
                : TestAccess.ofService(elasticsearch, indices.values().toArray(String[]::new));
        Cluster cluster = Cluster.connect(own.settings(url.toString()).withRetryPolicy(RetryPolicy.untilAvailable()));
        Workload workload = new Workload(
                indices.keySet().stream()
                        .map(name -> new ServedConnector(id(name), TestProvider.TYPE, keys.get(id(name))))
                        .toList(),
                Set.of());
        ConnectorService service = new ConnectorService(
                settings(directory, workload, concurrency).withLoops(loops),
                cluster,
                new DataSourceCatalog(List.<DataSourceProvider>of(provider)),
                ServiceEvents.none(),
                Clock.systemUTC(),
                Waiter.system(),
                new Rhythm(checkPatience, Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofMillis(500)));
        services.add(
                new Running(service, cluster, Thread.ofVirtual().name("service").start(service::run)));
    }

    /** Ends all services as SIGTERM does, and waits for that. */
    void stop() {
        services.forEach(running -> running.thread().interrupt());
        for (Running running : services) {
            try {
                assertThat(running.thread().join(Duration.ofSeconds(20)))
                        .as("the service has ended")
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.cluster().close();
        }
        services.clear();
    }

    ServiceStatus status() {
        return services.getLast().service().status();
    }

    void awaitNoRunningJob() {
        await(() -> services.stream()
                .allMatch(running -> running.service().status().jobs().isEmpty()));
    }

    void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    JsonNode connector(String name) {
        return Json.MAPPER.readTree(kibana.connector(id(name)));
    }

    long connectorVersion(String name) {
        return documents.versionOfConnector(id(name));
    }

    void awaitConnector(String name, Predicate<JsonNode> state) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            JsonNode document = connector(name);
            assertThat(state.test(document)).as("%s", document).isTrue();
        });
    }

    JsonNode job(String id) {
        return Json.MAPPER.readTree(kibana.job(id));
    }

    /** Waits until a job has that status; fails at once when it has ended otherwise. */
    JsonNode awaitJob(String id, String status) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode job = job(id);
            String now = job.path("status").asString();
            if (now.equals(status)) {
                // The connector is told right after its job.
                await(() -> !documents.syncStatus(job).equals("in_progress"));
                return job(id);
            }
            boolean ended = Set.of("completed", "error", "canceled").contains(now);
            if (ended || System.nanoTime() > until) {
                throw new AssertionError("The job is " + job);
            }
            Awaitility.await().pollDelay(Duration.ofMillis(30)).until(() -> true);
        }
    }

    /** What a job tells about itself. */
    List<String> events(JsonNode job) {
        return job.path("metadata")
                .path("leat_timeline")
                .valueStream()
                .map(entry -> entry.path("event").asString())
                .toList();
    }

    /** All jobs, the newest first. */
    List<JsonNode> jobs() {
        return documents.jobs();
    }

    /** The services that have run jobs. */
    Set<String> workers() {
        Set<String> workers = new TreeSet<>();
        jobs().forEach(job ->
                workers.add(job.path("metadata").path("leat_worker").asString()));
        return workers;
    }

    /** What was indexed, text by id. */
    Map<String, String> texts(String name) {
        return documents.texts(index(name));
    }

    JsonNode document(String name, String id) {
        return documents.source(index(name), id);
    }

    Map<String, JsonNode> accessFilters(String name) {
        return documents.accessFilters(index(name));
    }

    @Override
    public void close() {
        stop();
        indices.values()
                .forEach(index -> elasticsearch.delete(
                        "/" + index + ",.search-acl-filter-" + index + "?ignore_unavailable=true"));
        kibana.removeIndices();
    }
}
