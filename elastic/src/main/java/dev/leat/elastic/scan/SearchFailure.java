package dev.leat.elastic.scan;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What the error in the answer to a search of one shard's snapshot means.
 *
 * @param kind what is to be done
 * @param type such as {@code search_context_missing_exception}
 * @param reason for people, on one line
 */
record SearchFailure(Kind kind, String type, String reason) {

    private static final Set<String> LOST_TYPES = Set.of("search_context_missing_exception");

    /** Types by which a cluster says that it is busy or short of memory, whatever the status of the whole answer. */
    private static final Set<String> BUSY_TYPES =
            Set.of("circuit_breaking_exception", "es_rejected_execution_exception", "too_many_requests_exception");

    /** Types by which a cluster says that a node is away or a search was broken off. */
    private static final Set<String> AWAY_TYPES = Set.of(
            "no_shard_available_action_exception",
            "node_not_connected_exception",
            "node_disconnected_exception",
            "node_closed_exception",
            "connect_transport_exception",
            "receive_timeout_transport_exception",
            "unavailable_shards_exception",
            "task_cancelled_exception");

    enum Kind {
        /** The snapshot is gone for good. */
        LOST,
        /** Try again, with a smaller page. */
        AGAIN,
        /** It would fail again. */
        REFUSED
    }

    /** Reads an answer that is an error, or that reports failed shards. */
    static SearchFailure of(Response response) {
        JsonNode answer = json(response);
        JsonNode error = answer.path("error");
        JsonNode failure = error.isObject()
                ? error
                : answer.path("_shards").path("failures").path(0).path("reason");
        if (!failure.isObject()) {
            return new SearchFailure(
                    response.status() >= 500 || response.status() == 429 ? Kind.AGAIN : Kind.REFUSED,
                    "http_" + response.status(),
                    "status " + response.status() + " without an explanation");
        }
        Set<String> types = new HashSet<>();
        collectTypes(failure, types, 0);
        return new SearchFailure(kind(response.status(), types), deepestType(failure), reason(failure));
    }

    private static Kind kind(int status, Set<String> types) {
        if (types.stream().anyMatch(LOST_TYPES::contains)) {
            return Kind.LOST;
        }
        boolean passing = status == 429
                || status == 502
                || status == 503
                || status == 504
                || types.stream().anyMatch(type -> BUSY_TYPES.contains(type) || AWAY_TYPES.contains(type));
        return passing ? Kind.AGAIN : Kind.REFUSED;
    }

    /**
     * The exception for a failure that would come again.
     *
     * @param what was done to which shard
     */
    RejectedException refusal(String what, Request request, Response response) {
        if (response.status() == 401 || response.status() == 403) {
            return Cluster.rejection(request, response);
        }
        return new RejectedException(
                response.status(),
                type,
                what + " failed: " + type + ": " + reason
                        + "; the scan is incomplete, so mend the cause and run it again");
    }

    static UnavailableException lost(String where, String reason) {
        return new UnavailableException(
                "the snapshot of " + where + " is gone (" + reason
                        + "): its node left or restarted, or nothing was read for longer than its keep-alive; the scan is"
                        + " incomplete, so run it again",
                null);
    }

    private static JsonNode json(Response response) {
        try {
            return response.json();
        } catch (JacksonException notElasticsearch) {
            return MissingNode.getInstance();
        }
    }

    private static void collectTypes(JsonNode error, Set<String> types, int depth) {
        if (depth > 10) {
            return;
        }
        types.add(error.path("type").asString(""));
        collectFrom(error.path("caused_by"), types, depth);
        error.path("root_cause").forEach(cause -> collectFrom(cause, types, depth));
        error.path("failed_shards").forEach(shard -> collectFrom(shard.path("reason"), types, depth));
    }

    private static void collectFrom(JsonNode cause, Set<String> types, int depth) {
        if (cause.isObject()) {
            collectTypes(cause, types, depth + 1);
        }
    }

    private static String deepestType(JsonNode error) {
        JsonNode shard = error.path("failed_shards").path(0).path("reason");
        JsonNode telling = shard.isObject() ? shard : error;
        return telling.path("type").asString("error");
    }

    private static String reason(JsonNode error) {
        JsonNode shard = error.path("failed_shards").path(0).path("reason");
        return ElasticError.of(shard.isObject() ? shard : error).reason();
    }
}
