package dev.leat.datastore.archive;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Under which primary shards indices are written to. When a primary fails, Elasticsearch repeats the writes under way on
 * another, and a delete that took effect the first time is then refused as a conflict: only while the terms are the same
 * is a conflict surely with somebody else. Thread-safe; blocks.
 */
final class PrimaryTerms {

    private final Cluster cluster;

    PrimaryTerms(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The terms of all shards of these indices; null when they cannot be told, as for want of a privilege. */
    @Nullable
    JsonNode find(Set<String> indices) {
        try {
            JsonNode terms = cluster.perform(Request.read(
                                    "GET", "/_cluster/state/metadata/" + Request.segment(String.join(",", indices)))
                            .withParameter("filter_path", "metadata.indices.*.primary_terms"))
                    .json()
                    .path("metadata")
                    .path("indices");
            return terms.size() == indices.size() ? terms : null;
        } catch (RejectedException unknown) {
            return null;
        }
    }
}
