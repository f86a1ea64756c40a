package dev.leat.spark.write;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.WholeDocuments;
import dev.leat.spark.schema.TargetMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final WholeDocuments reads;
    private final Outcomes outcomes;

    /** As it is at the first conflict: earlier attempts may have added fields to it. */
    private @Nullable TargetMapping target;

    ConflictJudge(Cluster cluster, Outcomes outcomes) {
        this.cluster = cluster;
        this.reads = new WholeDocuments(cluster);
        this.outcomes = outcomes;
    }

    /** Judges the conflicts that there are so far; blocks. */
    void settle() {
        for (List<BulkOperation> some = outcomes.takeConflicts(MOST);
                !some.isEmpty();
                some = outcomes.takeConflicts(MOST)) {
            TargetMapping mapping = mapping(some.getFirst().index());
            JsonNode stored = stored(some, mapping.index());
            Likeness likeness = new Likeness(mapping);
            for (int i = 0; i < some.size(); i++) {
                judge(some.get(i), stored.path(i), likeness);
            }
        }
    }

    private TargetMapping mapping(String name) {
        @Nullable TargetMapping known = target;
        if (known == null) {
            known = TargetMapping.read(cluster, name);
            target = known;
        }
        return known;
    }

    /** @param index neither an alias of several nor a data stream, of which documents cannot be read by their ids */
    private JsonNode stored(List<BulkOperation> operations, String index) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode documents = body.putArray("docs");
        for (BulkOperation operation : operations) {
            ObjectNode document = documents.addObject();
            document.put("_index", index).put("_id", operation.id());
            if (operation.routing() != null) {
                document.put("routing", operation.routing());
            }
        }
        return reads.perform(Request.read("POST", "/_mget").withJson(body.toString()))
                .json()
                .path("docs");
    }

    private void judge(BulkOperation operation, JsonNode stored, Likeness likeness) {
        boolean found = stored.path("found").asBoolean(false);
        if (found && likeness.isSame(operation.source(), stored.path("_source"))) {
            outcomes.unchanged();
        } else {
            outcomes.refuse(
                    operation,
                    new WriteOutcome.Rejected(
                            409,
                            "version_conflict_engine_exception",
                            "there is a document of that id already, and it "
                                    + (found ? "is not equal to this one" : "cannot be read")));
        }
    }
}
