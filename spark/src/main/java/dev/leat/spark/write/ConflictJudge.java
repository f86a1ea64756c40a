package dev.leat.spark.write;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides about documents that were to be made and are there already: one that is equal was made by an earlier attempt, or
 * need not be made; any other is a refusal. Looks at the documents themselves, not at what is found by searching.
 */
final class ConflictJudge {

    /** Documents that are asked for at once. */
    static final int MOST = 100;

    private final Cluster cluster;
    private final Outcomes outcomes;

    ConflictJudge(Cluster cluster, Outcomes outcomes) {
        this.cluster = cluster;
        this.outcomes = outcomes;
    }

    /** Judges the conflicts that there are so far; blocks. */
    void settle() {
        for (List<BulkOperation> some = outcomes.takeConflicts(MOST);
                !some.isEmpty();
                some = outcomes.takeConflicts(MOST)) {
            JsonNode stored = stored(some);
            for (int i = 0; i < some.size(); i++) {
                judge(some.get(i), stored.path(i));
            }
        }
    }

    private JsonNode stored(List<BulkOperation> operations) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode documents = body.putArray("docs");
        for (BulkOperation operation : operations) {
            ObjectNode document = documents.addObject();
            document.put("_index", operation.index()).put("_id", operation.id());
            if (operation.routing() != null) {
                document.put("routing", operation.routing());
            }
        }
        return cluster.perform(Request.read("POST", "/_mget").withJson(body.toString()))
                .json()
                .path("docs");
    }

    private void judge(BulkOperation operation, JsonNode stored) {
        if (stored.path("found").asBoolean(false) && isEqual(operation.source(), stored.path("_source"))) {
            outcomes.unchanged();
        } else {
            outcomes.refuse(
                    operation,
                    new WriteOutcome.Rejected(
                            409,
                            "version_conflict_engine_exception",
                            "there is a document of that id already, and it is not equal to this one"));
        }
    }

    private static boolean isEqual(byte @Nullable [] sent, JsonNode stored) {
        try {
            return sent != null && Json.MAPPER.readTree(sent).equals(stored);
        } catch (JacksonException e) {
            return false;
        }
    }
}
