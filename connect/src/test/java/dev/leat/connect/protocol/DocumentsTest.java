package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DocumentsTest {

    private static final String CONNECTOR = """
            {"name":"orders","service_type":"mongodb","index_name":"search-orders","status":"connected","is_native":false,
             "configuration":{"host":{"type":"str","order":1,"required":true,"default_value":null,"value":"mongodb://db"},
               "batch":{"type":"int","value":500,"default_value":1.25,"options":[{"label":"a","value":null}]}},
             "scheduling":{"full":{"enabled":true,"interval":"0 0 0 * * ?"},
               "incremental":{"enabled":false,"interval":"0 0 0 * * ?"},
               "access_control":{"enabled":false,"interval":"0 0 0 * * ?"},"of_tomorrow":{"enabled":true}},
             "pipeline":{"name":"mine","extract_binary_content":false,"reduce_whitespace":true,"run_ml_inference":true},
             "features":{"sync_rules":{"basic":{"enabled":true},"advanced":{"enabled":false}},
               "document_level_security":{"enabled":true},"incremental_sync":{"enabled":true},
               "native_connector_api_keys":{"enabled":false},"filtering_rules":true,"telepathy":{"enabled":true}},
             "filtering":[{"domain":"DEFAULT","active":{"rules":[{"id":"DEFAULT","order":0,"policy":"include",
                 "field":"_","rule":"regex","value":".*","colour":"red"}],
               "advanced_snippet":{"value":[{"tables":["a"]}],"created_at":"2026-08-20T10:00:00.000Z"},
               "validation":{"state":"valid","errors":[{"ids":["x"],"messages":["y"]}]}}}],
             "last_seen":"2026-08-20T10:00:00.123Z","last_sync_status":"completed","sync_cursor":{"at":[1,{"b":null}]},
             "custom_scheduling":{},"last_indexed_document_count":7,"deleted":false,"of_tomorrow":{"a":[1,2.50,"x"]}}
            """;

    @Test
    void readsAndWritesEveryFieldOfAConnector() {
        Connector connector = connector(CONNECTOR);

        JsonNode written = Json.MAPPER.readTree(Connector.TYPE.encode(connector));

        assertThat(written).isEqualTo(Json.MAPPER.readTree(CONNECTOR));
        assertThat(connector.status()).isEqualTo(ConnectorStatus.CONNECTED);
        assertThat(connector.lastSyncStatus()).isEqualTo(JobStatus.COMPLETED);
        assertThat(connector.schedule(JobType.FULL).enabled()).isTrue();
        assertThat(connector.effectivePipeline().name()).isEqualTo("mine");
        assertThat(connector.effectiveFeatures().hasBasicRules()).isTrue();
        assertThat(connector.effectiveFeatures().hasAdvancedRules()).isFalse();
        assertThat(connector.effectiveFeatures().hasDocumentLevelSecurity()).isTrue();
        assertThat(connector.activeRules().advanced()).isEqualTo(List.of(Map.of("tables", List.of("a"))));
        assertThat(connector.activeRules().state()).isEqualTo(ValidationState.VALID);
        assertThat(connector.extra()).containsOnlyKeys("of_tomorrow");
    }

    @Test
    void takesTheProtocolsDefaultsForWhatIsMissing() {
        Connector connector = connector("{}");

        assertThat(connector.status()).isEqualTo(ConnectorStatus.UNKNOWN);
        assertThat(connector.lastSyncStatus()).isNull();
        assertThat(connector.effectivePipeline())
                .isEqualTo(new Pipeline("search-default-ingestion", true, true, true, Map.of()));
        assertThat(connector.schedule(JobType.FULL)).isEqualTo(new Schedule(false, "0 0 0 * * ?", Map.of()));
        assertThat(connector.effectiveFeatures().hasNativeConnectorApiKeys()).isTrue();
        assertThat(connector.effectiveFeatures().hasBasicRules()).isFalse();
        assertThat(connector.effectiveFeatures().hasIncrementalSync()).isFalse();
        assertThat(connector.activeRules().rules()).isEmpty();
        assertThat(connector.displayName()).isEqualTo("c1");
    }

    @Test
    void readsTheFlatSpellingOfRuleFeatures() {
        Features features = connector("{\"features\":{\"filtering_rules\":true,\"filtering_advanced_config\":true}}")
                .effectiveFeatures();

        assertThat(features.hasBasicRules()).isTrue();
        assertThat(features.hasAdvancedRules()).isTrue();
    }

    @Test
    void readsBothSpellingsOfMoments() {
        Connector python = connector("{\"last_seen\":\"2026-01-02T03:04:05.678901+00:00\"}");
        Connector java = connector("{\"last_seen\":\"2026-01-02T03:04:05.678901234Z\"}");

        assertThat(python.lastSeen()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
        assertThat(java.lastSeen()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901234Z"));
    }

    @Test
    void readsTheRulesOfAJobAsAnObjectAndAsAListOfOne() {
        SyncJob object = job("{\"connector\":{\"id\":\"c1\",\"filtering\":{\"rules\":[{\"id\":\"r\"}]}}}");
        SyncJob list = job("{\"connector\":{\"id\":\"c1\",\"filtering\":[{\"rules\":[{\"id\":\"r\"}]}]}}");

        assertThat(object.connector().rules().rules()).containsExactly(Map.of("id", "r"));
        assertThat(list.connector()).isEqualTo(object.connector());
    }

    @Test
    void readsAJobOfWhichNothingIsKnown() {
        SyncJob job = job("{\"job_type\":\"sideways\",\"status\":\"dreaming\"}");

        assertThat(job.type()).isEqualTo(JobType.UNKNOWN);
        assertThat(job.status()).isEqualTo(JobStatus.UNKNOWN);
        assertThat(job.connectorId()).isEmpty();
        assertThat(Json.MAPPER.readTree(SyncJob.TYPE.encode(job)).path("status").asString())
                .isEqualTo("dreaming");
    }

    @Test
    void readsAndWritesEveryFieldOfAJob() {
        String json = """
                {"status":"in_progress","job_type":"full","trigger_method":"scheduled",
                 "created_at":"2026-08-20T10:00:00.000Z","started_at":"2026-08-20T10:00:01.000Z",
                 "completed_at":"2026-08-20T10:00:02.000Z","canceled_at":"2026-08-20T10:00:03.000Z",
                 "cancelation_requested_at":"2026-08-20T10:00:04.000Z","last_seen":"2026-08-20T10:00:05.000Z",
                 "worker_hostname":"host-1","indexed_document_count":1200,"indexed_document_volume":3,
                 "deleted_document_count":0,"total_document_count":0,"error":"E","metadata":{"a":{"b":null}},
                 "connector":{"id":"abc","service_type":"mongodb","index_name":"search-orders","language":"en",
                   "pipeline":{"name":"p","extract_binary_content":true,"reduce_whitespace":true,
                     "run_ml_inference":true},
                   "configuration":{"host":{"value":null}},"filtering":{"rules":[],"advanced_snippet":{}},
                   "sync_cursor":{"x":1},"of_tomorrow":true},"of_tomorrow":1}
                """;

        SyncJob job = job(json);

        assertThat(Json.MAPPER.readTree(SyncJob.TYPE.encode(job))).isEqualTo(Json.MAPPER.readTree(json));
        assertThat(job.status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(job.type()).isEqualTo(JobType.FULL);
        assertThat(job.triggerMethod()).isEqualTo(TriggerMethod.SCHEDULED);
    }

    @Test
    void changesFieldsAndNothingElse() {
        Connector connector = connector(CONNECTOR);

        Connector changed = connector
                .withStatus(ConnectorStatus.ERROR)
                .withError("no way")
                .withScheduling(Scheduling.disabled().with(JobType.FULL, Schedule.at("0 0 * * * ?")))
                .withFeatures(Features.unsaid())
                .withDefaultFiltering(new FilteringDocument("DEFAULT", null, FilteringRules.none(), Map.of()));

        ObjectNode before = (ObjectNode) Json.MAPPER.readTree(CONNECTOR);
        ObjectNode after = (ObjectNode) Json.MAPPER.readTree(Connector.TYPE.encode(changed));
        List<String> touched = List.of("status", "error", "scheduling", "features", "filtering");
        before.remove(touched);
        assertThat(after.path("status").asString()).isEqualTo("error");
        assertThat(after.path("error").asString()).isEqualTo("no way");
        assertThat(after.at("/scheduling/full/interval").asString()).isEqualTo("0 0 * * * ?");
        assertThat(after.at("/filtering/0/draft/rules").isArray()).isTrue();
        assertThat(after.remove(touched)).isEqualTo(before);
        assertThat(changed.withError(null).error()).isNull();
    }

    @Test
    void showsNoSettingsInTexts() {
        Connector connector =
                connector("{\"configuration\":{\"password\":{\"value\":\"hunter2\"}},\"index_name\":\"i\"}");

        assertThat(connector.toString()).isEqualTo("connector c1");
        assertThat(ConnectorSnapshot.of(connector, JobType.FULL)).asString().doesNotContain("hunter2");
        assertThat(ConnectorSnapshot.of(connector, JobType.ACCESS_CONTROL).indexName())
                .isEqualTo(".search-acl-filter-i");
    }

    private static Connector connector(String json) {
        return Connector.TYPE.decode("c1", json.getBytes(StandardCharsets.UTF_8));
    }

    private static SyncJob job(String json) {
        return SyncJob.TYPE.decode("j1", json.getBytes(StandardCharsets.UTF_8));
    }
}
