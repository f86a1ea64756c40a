package dev.leat.testing;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What Kibana's connector pages, and the API of Elasticsearch behind them, write when a person uses them, as documents of
 * the connector protocol: spelled by hand, so that a test notices when our own spelling is another. Thread-safe; blocks.
 */
public final class FakeKibana {

    /** Midnight, and not enabled: the schedule that Elasticsearch gives a new connector. */
    private static final String UNSCHEDULED = "{\"enabled\":false,\"interval\":\"0 0 0 * * ?\"}";

    private static final String CONNECTORS = "/.elastic-connectors/";
    private static final String JOBS = "/.elastic-connectors-sync-jobs/";

    private final TestElasticsearch elasticsearch;

    public FakeKibana(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** Makes the two indices as the templates of a full distribution do. */
    public void createIndices() {
        create(
                ".elastic-connectors",
                "{\"configuration\":{\"type\":\"object\"},\"service_type\":{\"type\":\"keyword\"},"
                        + "\"status\":{\"type\":\"keyword\"},\"index_name\":{\"type\":\"keyword\"},"
                        + "\"is_native\":{\"type\":\"boolean\"},\"deleted\":{\"type\":\"boolean\"},"
                        + "\"last_seen\":{\"type\":\"date\"},\"last_sync_status\":{\"type\":\"keyword\"}}");
        create(
                ".elastic-connectors-sync-jobs",
                "{\"connector\":{\"properties\":{\"id\":{\"type\":\"keyword\"},"
                        + "\"configuration\":{\"type\":\"object\"}}},\"status\":{\"type\":\"keyword\"},"
                        + "\"job_type\":{\"type\":\"keyword\"},\"created_at\":{\"type\":\"date\"},"
                        + "\"last_seen\":{\"type\":\"date\"},\"error\":{\"type\":\"keyword\"}}");
    }

    private void create(String alias, String properties) {
        elasticsearch
                .put(
                        "/" + alias + "-v1",
                        "{\"settings\":{\"index.hidden\":true,\"number_of_replicas\":0},\"aliases\":{\"" + alias
                                + "\":{\"is_hidden\":true}},\"mappings\":{\"dynamic\":\"false\",\"_meta\":{\"version\":1},"
                                + "\"properties\":" + properties + "}}")
                .orFail();
    }

    /** Removes both indices with all that is in them. */
    public void removeIndices() {
        elasticsearch.delete("/.elastic-connectors-v1");
        elasticsearch.delete("/.elastic-connectors-sync-jobs-v1");
    }

    /** A new connector as Elasticsearch makes it: without settings, and not scheduled. */
    public void createConnector(String id, String name, String serviceType, String indexName) {
        String now = quoted(Instant.now().toString());
        String rules = "{\"rules\":[{\"id\":\"DEFAULT\",\"policy\":\"include\",\"field\":\"_\",\"rule\":\"regex\","
                + "\"value\":\".*\",\"order\":0,\"created_at\":" + now + ",\"updated_at\":" + now + "}],"
                + "\"advanced_snippet\":{\"value\":{},\"created_at\":" + now + ",\"updated_at\":" + now + "},"
                + "\"validation\":{\"state\":\"valid\",\"errors\":[]}}";
        String document = "{\"api_key_id\":null,\"api_key_secret_id\":null,\"configuration\":{},"
                + "\"custom_scheduling\":{},\"description\":null,\"error\":null,\"features\":null,"
                + "\"filtering\":[{\"domain\":\"DEFAULT\",\"active\":" + rules + ",\"draft\":" + rules + "}],"
                + "\"index_name\":" + quoted(indexName) + ",\"is_native\":false,\"language\":null,"
                + "\"last_access_control_sync_error\":null,\"last_access_control_sync_scheduled_at\":null,"
                + "\"last_access_control_sync_status\":null,\"last_deleted_document_count\":null,"
                + "\"last_incremental_sync_scheduled_at\":null,\"last_indexed_document_count\":null,"
                + "\"last_seen\":null,\"last_sync_error\":null,\"last_sync_scheduled_at\":null,"
                + "\"last_sync_status\":null,\"last_synced\":null,\"name\":" + quoted(name) + ","
                + "\"pipeline\":{\"name\":\"search-default-ingestion\",\"extract_binary_content\":true,"
                + "\"reduce_whitespace\":true,\"run_ml_inference\":true},"
                + "\"scheduling\":{\"full\":" + UNSCHEDULED + ",\"incremental\":" + UNSCHEDULED
                + ",\"access_control\":" + UNSCHEDULED + "},\"service_type\":" + quoted(serviceType)
                + ",\"status\":\"created\",\"sync_cursor\":null,\"sync_now\":false}";
        elasticsearch
                .put(CONNECTORS + "_create/" + id + "?refresh=true", document)
                .orFail();
    }

    /**
     * Gives values to settings whose description a service has written already.
     *
     * @param values JSON by the keys of the settings
     */
    public void configure(String id, Map<String, String> values) {
        String fields = values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":{\"value\":" + entry.getValue() + "}")
                .collect(Collectors.joining(",", "{", "}"));
        update(id, "{\"configuration\":" + fields + ",\"status\":\"configured\"}");
    }

    /** Replaces whole fields of a connector, or parts of objects in it, as the API's smaller calls do. */
    public void update(String id, String partialDocument) {
        elasticsearch
                .post(
                        CONNECTORS + "_update/" + id + "?refresh=true&retry_on_conflict=5",
                        "{\"doc\":" + partialDocument + "}")
                .orFail();
    }

    /** As {@link #update}, of a job: what a script may do. */
    public void updateJob(String jobId, String partialDocument) {
        elasticsearch
                .post(
                        JOBS + "_update/" + jobId + "?refresh=true&retry_on_conflict=5",
                        "{\"doc\":" + partialDocument + "}")
                .orFail();
    }

    /**
     * Sets when jobs are due.
     *
     * @param type {@code full}, {@code incremental} or {@code access_control}
     * @param interval in Quartz's syntax
     */
    public void schedule(String id, String type, String interval) {
        update(id, "{\"scheduling\":{" + quoted(type) + ":{\"enabled\":true,\"interval\":" + quoted(interval) + "}}}");
    }

    /**
     * Writes a draft of rules, which a service has to validate.
     *
     * @param rules a JSON list
     * @param advanced a JSON object or list
     */
    public void draftRules(String id, String rules, String advanced) {
        String draft = "{\"rules\":" + rules + ",\"advanced_snippet\":{\"value\":" + advanced + "},"
                + "\"validation\":{\"state\":\"edited\",\"errors\":[]}}";
        script(CONNECTORS, id, "ctx._source.filtering[0].draft = params.draft", "{\"draft\":" + draft + "}");
    }

    /** What the button for a sync does: makes a job that waits. Returns its id. */
    public String syncNow(String id, String type) {
        String connector = connector(id);
        String index = value(connector, "index_name");
        String filtering = JsonText.elements(connector, JsonText.valueOf(connector, "filtering"))
                .getFirst();
        String now = quoted(Instant.now().toString());
        String job = "{\"connector\":{\"id\":" + quoted(id) + ",\"filtering\":" + value(filtering, "active")
                + ",\"index_name\":"
                + (type.equals("access_control") ? "\".search-acl-filter-" + index.substring(1) : index)
                + ",\"language\":" + value(connector, "language") + ",\"pipeline\":" + value(connector, "pipeline")
                + ",\"service_type\":" + value(connector, "service_type") + ",\"configuration\":"
                + value(connector, "configuration") + "},\"trigger_method\":\"on_demand\",\"job_type\":"
                + quoted(type) + ",\"status\":\"pending\",\"created_at\":" + now + ",\"last_seen\":" + now
                + ",\"total_document_count\":0,\"indexed_document_count\":0,\"indexed_document_volume\":0,"
                + "\"deleted_document_count\":0,\"metadata\":{}}";
        String jobId = UUID.randomUUID().toString();
        elasticsearch.put(JOBS + "_create/" + jobId + "?refresh=true", job).orFail();
        return jobId;
    }

    /** What the button to cancel does: a job that waits is canceled, one that runs is to be. */
    public void cancel(String jobId) {
        script(
                JOBS,
                jobId,
                "def s = ctx._source.status; if (s == 'pending' || s == 'suspended') { ctx._source.status = 'canceled';"
                        + " ctx._source.canceled_at = params.now; ctx._source.completed_at = params.now;"
                        + " ctx._source.cancelation_requested_at = params.now } else if (s == 'in_progress') {"
                        + " ctx._source.status = 'canceling'; ctx._source.cancelation_requested_at = params.now }",
                "{\"now\":" + quoted(Instant.now().toString()) + "}");
    }

    /** Deletes a connector as the pages do: its document stays, and counts as deleted. */
    public void deleteConnector(String id) {
        update(id, "{\"deleted\":true}");
    }

    private void script(String place, String id, String source, String parameters) {
        elasticsearch
                .post(
                        place + "_update/" + id + "?refresh=true&retry_on_conflict=5",
                        "{\"script\":{\"lang\":\"painless\",\"source\":" + quoted(source) + ",\"params\":" + parameters
                                + "}}")
                .orFail();
    }

    /** The document of a connector as it is stored. */
    public String connector(String id) {
        return elasticsearch.get(CONNECTORS + "_source/" + id).orFail().body();
    }

    /** The document of a job as it is stored. */
    public String job(String id) {
        return elasticsearch.get(JOBS + "_source/" + id).orFail().body();
    }

    /** A field of a connector as JSON; {@code null} where there is none. */
    public String connectorField(String id, String field) {
        return value(connector(id), field);
    }

    /** A field of a job as JSON; {@code null} where there is none. */
    public String jobField(String id, String field) {
        return value(job(id), field);
    }

    private static String value(String json, String key) {
        int start = JsonText.valueOf(json, key);
        return start < 0 ? "null" : json.substring(start, JsonText.end(json, start));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
