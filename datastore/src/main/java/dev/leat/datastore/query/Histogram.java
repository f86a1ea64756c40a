package dev.leat.datastore.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many documents have a value in each gap, in order; gaps without any are there too.
 *
 * @param <K> where a gap begins: a Long, Double, Instant or ZonedDateTime
 */
public record Histogram<K>(List<Bucket<K>> buckets) {

    /** More gaps than that are refused: nobody looks at them, and Elasticsearch keeps them all in memory. */
    public static final int MAX_BUCKETS = 10_000;

    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /**
     * One gap.
     *
     * @param from its beginning, which belongs to it
     * @param to its end, which does not
     * @param count how many documents have a value in it
     */
    public record Bucket<K>(K from, K to, long count) {}

    /** The gaps with that many documents or more. */
    public Histogram<K> atLeast(long count) {
        return new Histogram<>(
                buckets.stream().filter(bucket -> bucket.count() >= count).toList());
    }

    /** From where each gap begins to how many documents are in it, in order. */
    public Map<K, Long> asMap() {
        Map<K, Long> map = new LinkedHashMap<>();
        buckets.forEach(bucket -> map.put(bucket.from(), bucket.count()));
        return map;
    }

    /** A gap as it is shown and as Elasticsearch is asked for it: half open, in numbers. */
    record Gap<K>(K from, K to, double numberFrom, double numberTo) {}

    static <K> Histogram<K> compute(Searches<?> searches, ObjectNode query, String path, List<Gap<K>> gaps) {
        if (gaps.isEmpty()) {
            return new Histogram<>(List.of());
        }
        ObjectNode range = QueryJson.object();
        range.put("field", path);
        ArrayNode ranges = range.putArray("ranges");
        for (Gap<K> gap : gaps) {
            ranges.addObject().put("from", gap.numberFrom()).put("to", gap.numberTo());
        }
        JsonNode answer = searches.call()
                .aggregate(query, QueryJson.wrap("histogram", QueryJson.wrap("range", range)))
                .path("histogram")
                .path("buckets");
        List<Bucket<K>> buckets = new ArrayList<>(gaps.size());
        for (int i = 0; i < gaps.size(); i++) {
            long count = answer.path(i).path("doc_count").asLong(0);
            buckets.add(new Bucket<>(gaps.get(i).from(), gaps.get(i).to(), count));
        }
        return new Histogram<>(buckets);
    }

    static InvalidQueryException tooMany(String path, String number) {
        return new InvalidQueryException("a histogram of " + path + " would have " + number + " gaps, and may have "
                + MAX_BUCKETS + "; take a larger gap, or a shorter span");
    }

    static void requireSpan(String path, boolean isSpan, Object from, Object to) {
        if (!isSpan) {
            throw new InvalidQueryException(
                    "a histogram of " + path + " goes from " + from + " to " + to + "; it must end after it begins");
        }
    }
}
