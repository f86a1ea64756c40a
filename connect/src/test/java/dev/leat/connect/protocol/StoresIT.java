package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The two indices of the protocol and what the stores read and write in them. */
@WithElasticsearch
@Tag("smoke")
class StoresIT {

    private final TestElasticsearch elasticsearch;
    private final ProtocolFixture protocol;

    StoresIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.protocol = new ProtocolFixture(elasticsearch);
    }

    @AfterEach
    void close() {
        protocol.close();
    }

    @Test
    void areMadeOnceByManyProcessesAtOnce() throws Exception {
        protocol.kibana.removeIndices();
        List<Future<List<String>>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                made.add(threads.submit(() -> new ProtocolIndices(protocol.cluster).createMissing()));
            }
        }

        List<String> all = new ArrayList<>();
        for (Future<List<String>> each : made) {
            all.addAll(each.get());
        }
        assertThat(all).containsExactlyInAnyOrder(".elastic-connectors-v1", ".elastic-connectors-sync-jobs-v1");
        JsonNode mappings = Json.MAPPER
                .readTree(elasticsearch
                        .get("/.elastic-connectors/_mapping")
                        .orFail()
                        .body())
                .at("/.elastic-connectors-v1/mappings");
        assertThat(mappings.path("dynamic").asString()).isEqualTo("false");
        assertThat(mappings.at("/_meta/version").asInt()).isEqualTo(1);
        assertThat(mappings.at("/_meta/pipeline/default_name").asString()).isEqualTo("search-default-ingestion");
        assertThat(mappings.at("/properties/filtering/properties/draft/properties/rules/properties/order/type")
                        .asString())
                .isEqualTo("short");
    }

    @Test
    void areLeftAloneWhereElasticsearchMadeThem() {
        protocol.kibana.removeIndices();
        protocol.kibana.createIndices();
        String before = elasticsearch.get("/.elastic-connectors/_mapping").body();

        assertThat(new ProtocolIndices(protocol.cluster).createMissing()).isEmpty();
        assertThat(elasticsearch.get("/.elastic-connectors/_mapping").body()).isEqualTo(before);
    }

    @Test
    void getTheirAliasWhereOnlyTheIndexIsThere() {
        protocol.kibana.removeIndices();
        elasticsearch.put("/.elastic-connectors-v1", "{}").orFail();

        new ProtocolIndices(protocol.cluster).createMissing();

        assertThat(elasticsearch.get("/_alias/.elastic-connectors").body()).contains(".elastic-connectors-v1");
        assertThat(elasticsearch.get("/.elastic-connectors/_mapping").body()).contains("\"dynamic\":\"false\"");
    }

    @Test
    void readWhatKibanaWritesAndChangeNothingElse() {
        protocol.kibana.createConnector("c1", "orders", "mongodb", "search-orders");
        protocol.kibana.update(
                "c1", "{\"of_tomorrow\":{\"a\":[1,null]},\"configuration\":{\"host\":{\"value\":\"x\"}}}");
        protocol.kibana.schedule("c1", "full", "0 0 1 * * ?");
        JsonNode before = Json.MAPPER.readTree(protocol.kibana.connector("c1"));

        protocol.connectors.heartbeat("c1");
        Connector connector = protocol.connectors.report("c1", "no route to host");

        assertThat(connector.schedule(JobType.FULL)).isEqualTo(Schedule.at("0 0 1 * * ?"));
        assertThat(connector.activeRules().state()).isEqualTo(ValidationState.VALID);
        assertThat(connector.lastSeen()).isEqualTo(protocol.now());
        assertThat(connector.extra()).containsKey("of_tomorrow");
        var after = (ObjectNode) Json.MAPPER.readTree(protocol.kibana.connector("c1"));
        assertThat(after.path("status").asString()).isEqualTo("error");
        assertThat(after.path("error").asString()).isEqualTo("no route to host");
        List<String> changed = List.of("_leat", "status", "error", "last_seen");
        after.remove(changed);
        assertThat(after).isEqualTo(((ObjectNode) before).remove(changed));
    }

    @Test
    void writeNothingThatIsSoAlready() {
        protocol.connector("c1");
        protocol.connectors.report("c1", null);
        String before = elasticsearch.get("/.elastic-connectors/_doc/c1").body();

        protocol.connectors.report("c1", null);

        assertThat(elasticsearch.get("/.elastic-connectors/_doc/c1").body()).isEqualTo(before);
    }

    @Test
    void listWhatAServiceTakesCareOf() {
        protocol.connector("mine");
        protocol.connector("gone");
        protocol.kibana.createConnector("typed", "t", "s3", "search-t");
        protocol.kibana.createConnector("native", "n", "s3", "content-n");
        protocol.kibana.update("native", "{\"is_native\":true}");
        protocol.connectors.delete("gone");
        protocol.jobs.refresh();

        assertThat(protocol.connectors.supported(Set.of("mine", "gone", "nowhere"), Set.of()))
                .extracting(Connector::id)
                .containsExactly("mine");
        assertThat(protocol.connectors.supported(Set.of("mine"), Set.of("s3")))
                .extracting(Connector::id)
                .containsExactly("mine", "typed");
        assertThat(protocol.connectors.supported(Set.of(), Set.of())).isEmpty();
        assertThat(protocol.connectors.all()).extracting(Connector::id).containsExactly("mine", "native", "typed");
        assertThat(protocol.connectors.find("gone")).get().matches(Connector::isDeleted);
    }

    @Test
    void listMoreThanTenThousand() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_050; i++) {
            lines.append("{\"index\":{\"_id\":\"c").append(i).append("\"}}\n{\"service_type\":\"s3\"}\n");
        }
        elasticsearch
                .postLines("/.elastic-connectors/_bulk?refresh=true", lines.toString())
                .orFail();

        assertThat(protocol.connectors.all()).hasSize(10_050);
        assertThat(protocol.connectors.supported(Set.of(), Set.of("s3"))).hasSize(10_050);
    }

    @Test
    void refuseASecondConnectorForAnIndexAndJobsForAnUnfinishedOne() {
        protocol.connector("c1");

        assertThatThrownBy(() -> protocol.connectors.create(NewConnector.of("c2", "s3", "search-c1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("index_name: index 'search-c1' belongs to connector c1; take another index, or delete that"
                        + " connector");
        assertThatThrownBy(() -> protocol.job(Connector.bare("c3"), JobType.FULL))
                .isInstanceOf(ConfigException.class)
                .hasMessage("index_name: connector 'c3' has none, and so can have no sync jobs; set it first");
    }

    @Test
    void makeJobsThatLookLikeKibanasOwn() {
        protocol.kibana.createConnector("c1", "orders", "mongodb", "search-orders");
        protocol.kibana.update("c1", "{\"configuration\":{\"host\":{\"value\":\"x\",\"default_value\":null}}}");
        JsonNode kibanas = Json.MAPPER.readTree(protocol.kibana.job(protocol.kibana.syncNow("c1", "access_control")));

        SyncJob ours = protocol.job(protocol.connectorNow("c1"), JobType.ACCESS_CONTROL);

        var json = (ObjectNode) Json.MAPPER.readTree(protocol.kibana.job(ours.id()));
        json.remove(List.of("_leat", "created_at", "last_seen"));
        var expected = (ObjectNode) kibanas;
        expected.remove(List.of("created_at", "last_seen"));
        ((ObjectNode) expected.get("connector")).remove("language");
        assertThat(json).isEqualTo(expected);
    }

    @Test
    void countAndListJobs() {
        Connector one = protocol.connector("c1");
        Connector two = protocol.connector("c2");
        protocol.job(one, JobType.FULL);
        protocol.pass(Duration.ofSeconds(1));
        SyncJob newer = protocol.job(one, JobType.INCREMENTAL);
        protocol.jobs.cancel(protocol.job(two, JobType.FULL).id());
        protocol.jobs.refresh();

        assertThat(protocol.jobs.countByStatus(JobFilter.any()))
                .isEqualTo(Map.of(JobStatus.PENDING, 2L, JobStatus.CANCELED, 1L));
        assertThat(protocol.jobs.newest(JobFilter.any().ofConnectors(Set.of("c1")), 1))
                .extracting(SyncJob::id)
                .containsExactly(newer.id());
        assertThat(protocol.jobs.all(JobFilter.waiting().withTypes(Set.of(JobType.FULL))))
                .hasSize(1);
        assertThat(protocol.jobs.all(JobFilter.waiting().ofConnectors(Set.of())))
                .isEmpty();
    }
}
