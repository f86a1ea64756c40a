package dev.leat.datastore.schema;

import dev.leat.elastic.Json;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The small index in which the processes that change collections leave word for each other: leases and the state of
 * migrations. Every write is a compare-and-set and recognises itself after a lost answer. Thread-safe; blocks.
 */
final class ControlDocuments {

    static final String INDEX = "leat-datastore";

    private static final String NONCE = "nonce";

    private final Cluster cluster;

    ControlDocuments(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A document with the version that a change of it is conditional on. */
    record Entry(ObjectNode json, long seqNo, long primaryTerm) {}

    /** The document; null when there is none. */
    @Nullable
    Entry find(String id) {
        Response response = cluster.perform(Request.read("GET", "/" + INDEX + "/_doc/" + Request.segment(id))
                .expecting(404));
        if (response.status() == 404) {
            return null;
        }
        JsonNode json = response.json();
        return json.path("_source") instanceof ObjectNode source
                ? new Entry(
                        source,
                        json.path("_seq_no").asLong(),
                        json.path("_primary_term").asLong())
                : null;
    }

    /**
     * Writes a document if it is still as it was read; null when it is not.
     *
     * @param before null when there is to be none yet
     */
    @Nullable
    Entry write(String id, @Nullable Entry before, ObjectNode json) {
        new Indices(cluster).createIfAbsent(INDEX, """
                        {"settings":{"number_of_shards":1,"auto_expand_replicas":"0-1","index.hidden":true},
                        "mappings":{"enabled":false}}""");
        String nonce = UUID.randomUUID().toString();
        ObjectNode marked = json.deepCopy().put(NONCE, nonce);
        Request request = Request.of(
                        "PUT",
                        "/" + INDEX + (before == null ? "/_create/" : "/_doc/") + Request.segment(id),
                        Repeat.IDEMPOTENT)
                .withBody(Body.json(Json.MAPPER.writeValueAsBytes(marked)))
                .expecting(409);
        if (before != null) {
            request = request.withParameter("if_seq_no", Long.toString(before.seqNo()))
                    .withParameter("if_primary_term", Long.toString(before.primaryTerm()))
                    .expecting(409);
        }
        Response response = cluster.perform(request);
        if (response.isSuccess()) {
            JsonNode written = response.json();
            return new Entry(
                    marked,
                    written.path("_seq_no").asLong(),
                    written.path("_primary_term").asLong());
        }
        Entry now = find(id);
        return now != null && now.json().path(NONCE).asString("").equals(nonce) ? now : null;
    }

    /** As {@link #write}, where nobody else may have written. */
    Entry writeAlone(String id, @Nullable Entry before, ObjectNode json) {
        Entry written = write(id, before, json);
        if (written == null) {
            throw new OutcomeUnknownException(
                    "'" + id + "' in index " + INDEX + " was changed by another process; begin again", null);
        }
        return written;
    }
}
