package dev.leat.datastore.query;

import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the values of a numeric field come to. Elasticsearch computes in double precision: whole numbers beyond 2^53 are
 * rounded.
 *
 * @param count how many values there are; a document with several counts for each
 * @param min the smallest; empty when there is no value, like {@code max} and {@code average}
 * @param sum 0 when there is no value
 */
public record Stats(long count, OptionalDouble min, OptionalDouble max, OptionalDouble average, double sum) {

    /** Whether no document found has a value. */
    public boolean isEmpty() {
        return count == 0;
    }

    static Stats compute(Searches<?> searches, ObjectNode query, String path) {
        searches.model().requireNumber(path, "compute stats of");
        ObjectNode stats = QueryJson.object();
        stats.put("field", path);
        JsonNode answer = searches.call()
                .aggregate(query, QueryJson.wrap("stats", QueryJson.wrap("stats", stats)))
                .path("stats");
        return new Stats(
                answer.path("count").asLong(0),
                number(answer, "min"),
                number(answer, "max"),
                number(answer, "avg"),
                answer.path("sum").asDouble(0));
    }

    private static OptionalDouble number(JsonNode answer, String name) {
        JsonNode value = answer.path(name);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }
}
