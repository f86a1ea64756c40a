package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The most frequent values of a field.
 *
 * @param entries the most frequent first; equal ones in the order of their values
 * @param other how many occurrences all other values have together
 * @param errorBound by how much the count of a value that is not among the entries could exceed what is shown; 0 on a
 *     collection with one shard
 */
public record Facet(List<Entry> entries, long other, long errorBound) {

    static final int DEFAULT_ROWS = 10;
    private static final int MAX_ROWS = 10_000;

    public Facet {
        entries = List.copyOf(entries);
    }

    /**
     * One value.
     *
     * @param value a String, Long, Double, Boolean or Instant, by the kind of the field
     * @param count how many documents have it
     * @param errorBound by how much the count may be too small
     */
    public record Entry(Object value, long count, long errorBound) {}

    /** Values as text, with their counts, the most frequent first. */
    public Map<String, Long> asMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(entry.value().toString(), entry.count()));
        return map;
    }

    static Facet compute(Searches<?> searches, ObjectNode query, String path, int rows) {
        if (rows < 1 || rows > MAX_ROWS) {
            throw new InvalidQueryException("a facet has 1 to " + MAX_ROWS + " values, and not " + rows);
        }
        Field field = searches.model().requireCountable(path, "facet");
        ObjectNode terms = QueryJson.object();
        terms.put("field", path);
        terms.put("size", rows);
        terms.put("show_term_doc_count_error", true);
        JsonNode answer = searches.call()
                .aggregate(query, QueryJson.wrap("facet", QueryJson.wrap("terms", terms)))
                .path("facet");
        List<Entry> entries = new ArrayList<>();
        answer.path("buckets")
                .forEach(bucket -> entries.add(new Entry(
                        value(field, bucket),
                        bucket.path("doc_count").asLong(0),
                        bucket.path("doc_count_error_upper_bound").asLong(0))));
        return new Facet(
                entries,
                answer.path("sum_other_doc_count").asLong(0),
                answer.path("doc_count_error_upper_bound").asLong(0));
    }

    static Object value(Field field, JsonNode bucket) {
        JsonNode key = bucket.path("key");
        return switch (field.kind()) {
            case LONG, INTEGER, SHORT, BYTE -> key.asLong(0);
            case DOUBLE -> key.asDouble(0);
            // With the digits that were stored, and not those of the double that is next to it.
            case FLOAT -> Double.valueOf(Float.toString((float) key.asDouble(0)));
            case BOOLEAN -> key.asLong(0) == 1;
            case DATE -> Instant.ofEpochMilli(key.asLong(0));
            case KEYWORD, TEXT, IP, OBJECT, NESTED, FLATTENED, DYNAMIC, RAW -> key.asString("");
        };
    }
}
