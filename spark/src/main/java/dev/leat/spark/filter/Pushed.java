package dev.leat.spark.filter;

import dev.leat.elastic.Json;
import dev.leat.spark.schema.Search;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A query for what Spark filters.
 *
 * @param query as JSON
 * @param searches in which fields it looks
 * @param clauses how many there are, for Elasticsearch limits them
 */
public record Pushed(String query, Accuracy accuracy, Set<Search> searches, int clauses) implements Serializable {

    /** More clauses are not worth the risk that a cluster refuses them: the least that it may allow is 1024. */
    private static final int MOST_CLAUSES = 500;

    /** How a query relates to a filter. */
    public enum Accuracy {
        /** It finds what the filter lets pass. */
        EXACT,
        /** It finds that and perhaps more. */
        SUPERSET
    }

    public Pushed {
        searches = Set.copyOf(searches);
    }

    static Pushed of(Accuracy accuracy, @Nullable Search search, Consumer<ObjectNode> writer) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        writer.accept(query);
        return new Pushed(query.toString(), accuracy, search == null ? Set.of() : Set.of(search), 1);
    }

    static Pushed everything() {
        return of(Accuracy.EXACT, null, query -> query.putObject("match_all"));
    }

    static Pushed nothing() {
        return of(Accuracy.EXACT, null, query -> query.putObject("match_none"));
    }

    /** The same query, of which less is promised. */
    Pushed asSuperset() {
        return new Pushed(query, Accuracy.SUPERSET, searches, clauses);
    }

    /** What all find; null when that is too much to ask. */
    public static @Nullable Pushed all(List<Pushed> parts) {
        return combine("filter", parts);
    }

    /** What any finds; null when that is too much to ask. */
    public static @Nullable Pushed any(List<Pushed> parts) {
        return combine("should", parts);
    }

    /** What has the one and not the other, which must be exact. */
    static Pushed allBut(Pushed one, Pushed other) {
        String query = "{\"bool\":{\"filter\":[" + one.query + "],\"must_not\":[" + other.query + "]}}";
        Set<Search> searches = new HashSet<>(one.searches);
        searches.addAll(other.searches);
        return new Pushed(query, one.accuracy, searches, one.clauses + other.clauses + 1);
    }

    private static @Nullable Pushed combine(String how, List<Pushed> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Accuracy accuracy = Accuracy.EXACT;
        Set<Search> searches = new HashSet<>();
        int number = 1;
        for (Pushed part : parts) {
            accuracy = part.accuracy == Accuracy.SUPERSET ? Accuracy.SUPERSET : accuracy;
            searches.addAll(part.searches);
            number += part.clauses;
        }
        String query = "{\"bool\":{\"" + how + "\":[" + join(parts) + "]}}";
        return number > MOST_CLAUSES ? null : new Pushed(query, accuracy, searches, number);
    }

    /** As texts: read and written again, a number might lose its sign or its digits. */
    static String join(List<Pushed> parts) {
        return parts.stream().map(Pushed::query).collect(Collectors.joining(","));
    }
}
