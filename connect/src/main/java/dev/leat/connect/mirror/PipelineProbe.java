package dev.leat.connect.mirror;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds out whether an ingest pipeline is there, with no more privileges than those for writing: by a write that goes
 * through the pipeline and then fails for certain, because it asks for a version that no document has.
 */
final class PipelineProbe {

    /** What Elasticsearch's registry installs, where it does. Documents do without. */
    private static final Set<String> OPTIONAL = Set.of("search-default-ingestion", "ent-search-generic-ingestion");

    private static final String BODY = """
            {"index":{"_id":"leat-pipeline-probe","if_seq_no":9000000000000000,"if_primary_term":1}}
            {}
            """;

    private PipelineProbe() {}

    /**
     * Whether the pipeline is there.
     *
     * @throws ConfigException when it is not, and documents cannot do without
     */
    static boolean isThere(Cluster cluster, String index, String pipeline) {
        JsonNode item = cluster.perform(Request.read("POST", "/" + Request.segment(index) + "/_bulk")
                        .withParameter("pipeline", pipeline)
                        .withBody(Body.ndjson(List.of(BODY.getBytes(StandardCharsets.UTF_8)))))
                .json()
                .path("items")
                .path(0)
                .path("index");
        String reason = item.path("error").path("reason").asString("");
        boolean absent = item.path("status").asInt(0) != 409
                && reason.contains("pipeline")
                && reason.contains(pipeline)
                && reason.contains("does not exist");
        if (absent && !OPTIONAL.contains(pipeline)) {
            throw new ConfigException(
                    "pipeline",
                    "the ingest pipeline '" + pipeline + "' does not exist; create it, or name another one");
        }
        return !absent;
    }
}
