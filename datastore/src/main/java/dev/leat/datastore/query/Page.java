package dev.leat.datastore.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One page of a search's results.
 *
 * @param offset how many matches come before it
 * @param rows how many it could hold
 * @param total how many documents match
 * @param matches in the order asked for
 * @param aggregations the answers of Elasticsearch to {@link SearchBuilder#aggregate}, by their names
 * @param completeness whether all documents were looked at; only a search that accepts partial results can say no
 */
public record Page<T>(
        long offset,
        int rows,
        Total total,
        List<Match<T>> matches,
        Map<String, JsonNode> aggregations,
        Completeness completeness) {

    /** Whether all documents were looked at. */
    public enum Completeness {
        COMPLETE,
        TIMED_OUT,
        SHARDS_FAILED
    }

    public Page {
        matches = List.copyOf(matches);
        aggregations = Map.copyOf(aggregations);
    }

    /** The documents alone. */
    public List<T> values() {
        return matches.stream().map(Match::value).toList();
    }

    public List<String> ids() {
        return matches.stream().map(Match::id).toList();
    }

    /** The answer to one aggregation, by the name that it was given. */
    public JsonNode aggregation(String name) {
        JsonNode answer = aggregations.get(name);
        if (answer == null) {
            throw new IllegalArgumentException(
                    "the search had no aggregation '" + name + "', but " + aggregations.keySet());
        }
        return answer;
    }

    /** The first match, if there is one. */
    public Optional<Match<T>> findFirst() {
        return matches.stream().findFirst();
    }
}
