package dev.leat.datastore.query;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends searches and counts to one collection, and takes no answer for whole that is not. Thread-safe; blocking. */
final class SearchCall {

    /** What is done with an answer from a part of the documents. */
    enum Partial {
        REFUSED,
        ACCEPTED
    }

    private final Cluster cluster;
    private final String alias;

    SearchCall(Cluster cluster, String alias) {
        this.cluster = cluster;
        this.alias = alias;
    }

    HitReader.Answer search(ObjectNode body, Partial partial) {
        // A search with a time limit of its own would be repeated if Elasticsearch refused to answer in part.
        boolean refusedByElasticsearch = partial == Partial.REFUSED && !body.has("timeout");
        Request request = request("_search", body)
                .withParameter("allow_partial_search_results", Boolean.toString(!refusedByElasticsearch));
        HitReader.Answer answer = HitReader.read(perform(request).body());
        if (partial == Partial.REFUSED) {
            requireWhole(answer.timedOut(), answer.shards());
        }
        return answer;
    }

    /** The answer to a search for aggregations alone. */
    JsonNode aggregate(ObjectNode query, ObjectNode aggregations) {
        ObjectNode body = QueryJson.object();
        body.put("size", 0);
        body.put("track_total_hits", false);
        body.set("query", query);
        body.set("aggregations", aggregations);
        return search(body, Partial.REFUSED).aggregations();
    }

    long count(ObjectNode query) {
        JsonNode answer =
                perform(request("_count", QueryJson.wrap("query", query))).json();
        requireWhole(false, answer.path("_shards"));
        return answer.path("count").asLong(-1);
    }

    private Request request(String endpoint, ObjectNode body) {
        return Request.read("POST", "/" + Request.segment(alias) + "/" + endpoint)
                .withBody(Body.json(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Response perform(Request request) {
        try {
            return cluster.perform(request);
        } catch (RejectedException e) {
            if (e.type().equals("search_phase_execution_exception")
                    && e.getMessage().contains("Partial shards failure")) {
                throw new PartialResultException("the search of " + alias
                        + " was answered by a part of its shards only: " + e.getMessage()
                        + "; mend the cause, or accept a partial result");
            }
            throw e;
        }
    }

    private void requireWhole(boolean timedOut, JsonNode shards) {
        if (timedOut) {
            throw new PartialResultException(
                    "the search of " + alias
                            + " ran out of time before it had looked at all documents; give it more time, or accept a partial result");
        }
        int failed = shards.path("failed").asInt(0);
        if (failed > 0) {
            String reason = shards.path("failures")
                    .path(0)
                    .path("reason")
                    .path("reason")
                    .asString("no reason given");
            throw new PartialResultException(
                    failed + " of " + shards.path("total").asInt(0) + " shards of " + alias + " failed: " + reason
                            + "; mend the cause, or accept a partial result");
        }
    }
}
