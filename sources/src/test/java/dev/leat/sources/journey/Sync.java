package dev.leat.sources.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job that has ended, and what must be true then: of the index, of the job's document, of the connector's.
 *
 * @param job its document
 * @param connector the document of its connector, before and after
 * @param index the documents that were in the index, before and after
 */
record Sync(JsonNode job, Change<JsonNode> connector, Change<Map<String, JsonNode>> index) {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+]00:00)?";

    /** Something before and after a job. */
    record Change<T>(T before, T after) {}

    String error() {
        return job.path("error").asString("");
    }

    int indexed() {
        return job.path("indexed_document_count").asInt(-1);
    }

    String cursorAfter() {
        return cursor(connector.after());
    }

    private static String cursor(JsonNode connector) {
        JsonNode cursor = connector.path("sync_cursor");
        return cursor.isObject() ? cursor.toString() : "";
    }

    /** What the job tells about itself. */
    List<String> events() {
        return job.path("metadata")
                .path("leat_timeline")
                .valueStream()
                .map(entry -> entry.path("event").asString())
                .toList();
    }

    Instant time(String field) {
        return Instant.parse(job.path(field).asString());
    }

    /** The index has exactly these, and both documents tell of it. */
    void expect(Map<String, Map<String, Object>> documents) {
        expectDocuments(documents);
        expectDocumentsToTell();
    }

    /** The index has some of these, and both documents tell of it. */
    void expectPartOf(Map<String, Map<String, Object>> documents) {
        assertThat(index.after()).hasSizeLessThan(documents.size());
        index.after()
                .forEach((id, document) ->
                        expectDocument(id, document, json(Objects.requireNonNull(documents.get(id)))));
        expectDocumentsToTell();
    }

    void expectDocuments(Map<String, Map<String, Object>> documents) {
        assertThat(index.after().keySet()).containsExactlyInAnyOrderElementsOf(documents.keySet());
        documents.forEach((id, document) ->
                expectDocument(id, Objects.requireNonNull(index.after().get(id)), json(document)));
    }

    private static JsonNode json(Object fields) {
        return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(fields));
    }

    private static void expectDocument(String id, JsonNode actual, JsonNode expected) {
        ObjectNode compared = actual.deepCopy().asObject();
        expected.forEachEntry((field, value) -> {
            if (value.asString("").equals(ServiceJourney.SOME_TIME)) {
                assertThat(actual.path(field).asString(""))
                        .as("%s of %s", field, id)
                        .matches(TIME);
                compared.put(field, ServiceJourney.SOME_TIME);
            }
        });
        ((ObjectNode) expected).put("id", id);
        assertThat(sorted(compared)).as("document %s", id).isEqualTo(sorted(expected));
    }

    private static String sorted(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.forEachEntry(fields::put);
        return fields.toString();
    }

    /** What the protocol says of a job and its connector when the job is over. */
    private void expectDocumentsToTell() {
        long written = index.after().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(index.before().get(entry.getKey())))
                .count();
        long deleted = index.before().keySet().stream()
                .filter(id -> !index.after().containsKey(id))
                .count();
        assertThat(indexed()).as("indexed_document_count").isEqualTo((int) written);
        assertThat(job.path("deleted_document_count").asLong(-1)).isEqualTo(deleted);
        assertThat(job.path("total_document_count").asLong(-1))
                .isEqualTo(index.after().size());
        assertThat(job.path("indexed_document_volume").asLong(-1)).isNotNegative();
        assertThat(job.path("worker_hostname").asString("")).isNotEmpty();
        assertThat(job.path("trigger_method").asString()).isEqualTo("on_demand");
        assertThat(List.of(time("created_at"), time("started_at"), time("completed_at")))
                .isSorted();
        assertThat(time("last_seen")).isAfterOrEqualTo(time("started_at"));
        assertThat(job.path("connector").path("id").asString()).isEqualTo(JourneyService.CONNECTOR);
        JsonNode now = connector.after();
        String status = job.path("status").asString();
        assertThat(now.path("last_sync_status").asString()).isEqualTo(status);
        assertThat(now.path("last_indexed_document_count").asLong(-1)).isEqualTo(written);
        assertThat(now.path("last_deleted_document_count").asLong(-1)).isEqualTo(deleted);
        assertThat(Duration.between(
                        time("completed_at"),
                        Instant.parse(now.path("last_synced").asString())))
                .isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(now.at("/leat_holders/content").asString("")).isEmpty();
        if (!status.equals("completed")) {
            assertThat(cursor(now))
                    .as("the cursor of a job that has not completed")
                    .isEqualTo(cursor(connector.before()));
        }
        if (!status.equals("error")) {
            assertThat(job.path("error").asString("")).isEmpty();
            assertThat(now.path("status").asString()).isEqualTo("connected");
            assertThat(now.path("error").asString("")).isEmpty();
            assertThat(now.path("last_sync_error").asString("")).isEmpty();
        }
    }

    /** The connector shows why the job has failed. */
    void expectConnectorInError() {
        assertThat(connector.after().path("last_sync_status").asString()).isEqualTo("error");
        assertThat(connector.after().path("last_sync_error").asString()).isEqualTo(error());
        assertThat(job.path("completed_at").asString("")).isNotEmpty();
    }
}
