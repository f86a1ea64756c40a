package dev.leat.spark.read;

import dev.leat.elastic.Json;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.scan.SlicePart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Small questions to the snapshot of one shard. Every answer is checked to be whole. */
record ShardSearch(Cluster cluster, SlicePart part, Duration keepAlive) {

    /** Whether the least values come first, or the greatest. */
    enum Order {
        ASCENDING,
        DESCENDING
    }

    /**
     * The value of a field that comes after so many others, as it stands in JSON.
     *
     * @param query finds only documents with a value
     * @return empty when there are not so many
     */
    Optional<JsonNode> valueAt(int rank, String field, Order order, String query) {
        ObjectNode body = body();
        body.put("size", 1).put("from", rank).put("_source", false).put("track_total_hits", false);
        body.putArray("sort").addObject().putObject(field).put("order", order == Order.ASCENDING ? "asc" : "desc");
        JsonNode sort =
                ask(body, query).path("hits").path("hits").path(0).path("sort").path(0);
        return sort.isMissingNode() ? Optional.empty() : Optional.of(sort);
    }

    /** How many documents there are. */
    long count(@Nullable String query) {
        ObjectNode body = body();
        body.put("size", 0).put("track_total_hits", true);
        return ask(body, query).path("hits").path("total").path("value").asLong();
    }

    /** Of the documents that a query finds, how many have each field, and more than once. */
    List<Occurrence> occurrences(@Nullable String query, List<String> fields) {
        ObjectNode body = body();
        body.put("size", 0).put("track_total_hits", false);
        ObjectNode aggregations = body.putObject("aggs");
        for (int field = 0; field < fields.size(); field++) {
            aggregations
                    .putObject("with" + field)
                    .putObject("filter")
                    .putObject("exists")
                    .put("field", fields.get(field));
            aggregations.putObject("values" + field).putObject("value_count").put("field", fields.get(field));
        }
        JsonNode answer = fields.isEmpty() ? body : ask(body, query).path("aggregations");
        return IntStream.range(0, fields.size())
                .mapToObj(field -> new Occurrence(
                        answer.path("with" + field).path("doc_count").asLong(),
                        answer.path("values" + field).path("value").asLong()))
                .toList();
    }

    /** In how many documents a field stands, and with how many values in all. */
    record Occurrence(long documents, long values) {}

    private ObjectNode body() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("pit").put("id", part.pointInTime()).put("keep_alive", keepAlive.toMillis() + "ms");
        return body;
    }

    /** The query goes in as text, so that no number in it changes. */
    private JsonNode ask(ObjectNode body, @Nullable String query) {
        String text = body.toString();
        String whole = query == null ? text : "{\"query\":" + query + "," + text.substring(1);
        JsonNode answer = cluster.perform(Request.read("POST", "/_search")
                        .withParameter("allow_partial_search_results", "false")
                        .withJson(whole))
                .json();
        if (answer.path("timed_out").asBoolean(true)
                || answer.path("_shards").path("failed").asInt(1) > 0) {
            throw new UnavailableException(
                    "shard " + part.shard() + " of index '" + part.index()
                            + "' gave no whole answer; run the query again",
                    null);
        }
        return answer;
    }
}
