package dev.leat.connect.service;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The documents that services and connectors have written, read past whatever is tested. */
record ServiceDocuments(TestElasticsearch elasticsearch) {

    static final String CONNECTORS = "/.elastic-connectors/";
    static final String JOBS = "/.elastic-connectors-sync-jobs/";

    long versionOfConnector(String id) {
        return json(elasticsearch.get(CONNECTORS + "_doc/" + id))
                .path("_version")
                .asLong();
    }

    /** What the connector of a job says of the last sync of that type; empty when the connector is gone. */
    String syncStatus(JsonNode job) {
        TestElasticsearch.Response connector = elasticsearch.get(
                CONNECTORS + "_source/" + job.at("/connector/id").asString());
        String field = job.path("job_type").asString().equals("access_control")
                ? "last_access_control_sync_status"
                : "last_sync_status";
        return connector.status() == 200 ? json(connector).path(field).asString("") : "";
    }

    /** All jobs, the newest first. */
    List<JsonNode> jobs() {
        return search(".elastic-connectors-sync-jobs", "&sort=created_at:desc").stream()
                .map(hit -> hit.path("_source"))
                .toList();
    }

    /** What was indexed, text by id. */
    Map<String, String> texts(String index) {
        Map<String, String> texts = new TreeMap<>();
        search(index, "")
                .forEach(hit -> texts.put(
                        hit.path("_id").asString(),
                        hit.path("_source").path("text").asString()));
        return texts;
    }

    JsonNode source(String index, String id) {
        return json(elasticsearch.get("/" + index + "/_source/" + id));
    }

    Map<String, JsonNode> accessFilters(String index) {
        Map<String, JsonNode> filters = new TreeMap<>();
        search(".search-acl-filter-" + index, "")
                .forEach(hit -> filters.put(hit.path("_id").asString(), hit.path("_source")));
        return filters;
    }

    private List<JsonNode> search(String index, String parameters) {
        elasticsearch.post("/" + index + "/_refresh?ignore_unavailable=true", "");
        return json(elasticsearch.get("/" + index + "/_search?size=10000&ignore_unavailable=true" + parameters))
                .path("hits")
                .path("hits")
                .valueStream()
                .toList();
    }

    private static JsonNode json(TestElasticsearch.Response response) {
        return Json.MAPPER.readTree(response.orFail().body());
    }
}
