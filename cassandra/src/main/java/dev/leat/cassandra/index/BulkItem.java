package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.Version;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.ElasticError;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Decides what one item of a bulk answer means for a write by compare-and-set. Pure. */
final class BulkItem {

    /** What refuses writes for now and is lifted again: a full disk, a migration, a closed index. */
    private static final Set<String> BLOCKS = Set.of("cluster_block_exception", "index_closed_exception");

    private BulkItem() {}

    /** The outcome; empty when Elasticsearch had no room, so that the write may be sent again. */
    static Optional<Outcome> judge(Place place, JsonNode item) {
        int status = item.path("status").asInt(0);
        if (!item.has("error")) {
            return Optional.of(success(place, item));
        }
        ElasticError error = ElasticError.of(item.path("error"));
        if (status == 429) {
            return Optional.empty();
        }
        if (BLOCKS.contains(error.type())) {
            throw new BlockedException(
                    "the index '" + place.name() + "' refuses writes for now: " + error.reason(), null);
        }
        if (error.type().equals("index_not_found_exception")) {
            throw Documents.missing(place);
        }
        if (status == 401 || status == 403) {
            throw new RejectedException(
                    status,
                    error.type(),
                    "writing to '" + place.name() + "' was refused: " + error.reason()
                            + "; check the credentials and their privileges on that index");
        }
        if (status == 409) {
            return Optional.of(new Outcome.Conflict());
        }
        // A shard that fails or moves in the middle of the work says 404, 500 or 503.
        boolean isSure = status == 400 || status == 413;
        return Optional.of(isSure ? new Outcome.Rejected(error.type() + ": " + error.reason()) : new Outcome.Unknown());
    }

    private static Outcome success(Place place, JsonNode item) {
        return switch (item.path("result").asString("")) {
            case "created", "updated" ->
                new Outcome.Written(new Version(
                        place.uuid(),
                        item.path("_seq_no").asLong(),
                        item.path("_primary_term").asLong()));
            case "deleted" -> new Outcome.Written(null);
            case "not_found" -> new Outcome.Conflict();
            default -> new Outcome.Unknown();
        };
    }
}
