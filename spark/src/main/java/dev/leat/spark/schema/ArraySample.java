package dev.leat.spark.schema;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Attempt;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.spark.option.ReadOptions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The places in which the first documents of each shard hold arrays. */
final class ArraySample {

    /** Enough to learn how large a document is. */
    private static final int FIRST_LOOK = 50;

    /** What a sample may take in memory. */
    private static final long MOST_BYTES = 16L << 20;

    private final Set<String> arrays = new HashSet<>();
    private final Set<String> arraysOfMore = new HashSet<>();

    /** Nothing seen. */
    static ArraySample none() {
        return new ArraySample();
    }

    static ArraySample take(Cluster cluster, ReadOptions options) {
        ArraySample sample = new ArraySample();
        int first = Math.min(FIRST_LOOK, options.sampleDocuments());
        if (first == 0) {
            return sample;
        }
        byte[] look = search(cluster, options, first);
        int room = (int) Math.min(options.sampleDocuments(), MOST_BYTES / Math.max(1, look.length / first));
        byte[] answer = room > first ? search(cluster, options, room) : look;
        for (JsonNode hit : Json.MAPPER.readTree(answer).path("hits").path("hits")) {
            sample.look("", hit.path("_source"));
        }
        return sample;
    }

    /** Sorted by their place in the shard, the first documents of all shards come first. */
    private static byte[] search(Cluster cluster, ReadOptions options, int size) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("size", size).put("track_total_hits", false);
        body.putArray("sort").add("_doc");
        if (options.query() != null) {
            body.set("query", Json.MAPPER.readTree(options.query()));
        }
        Request request = Request.read("POST", "/" + Request.segment(options.index()) + "/_search")
                .withParameter("ignore_unavailable", "false")
                .withParameter("allow_no_indices", "false")
                .withJson(body.toString());
        if (size > 1
                && cluster.attempt(request.withMaxAnswerBytes(MOST_BYTES)) instanceof Attempt.Answered(var answer)
                && answer.isSuccess()) {
            return answer.body();
        }
        return size > 1
                ? search(cluster, options, size / 2)
                : cluster.perform(request).body();
    }

    private void look(String path, JsonNode value) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                look(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue());
            }
        } else if (value.isArray() && !value.isEmpty()) {
            arrays.add(path);
            if (!value.path(0).isNumber()) {
                arraysOfMore.add(path);
            }
            value.forEach(element -> look(path, element));
        }
    }

    /** Whether an array of values of that kind was seen there. */
    boolean hasArray(String path, Kind kind) {
        // A point may be written as an array of two numbers.
        return kind == Kind.POINT ? arraysOfMore.contains(path) : arrays.contains(path);
    }

    /** Whether an array of objects was seen there. */
    boolean hasArray(String path) {
        return arrays.contains(path);
    }
}
