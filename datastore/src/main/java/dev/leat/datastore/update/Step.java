package dev.leat.datastore.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * An update operation as the script takes it: checked, its value as it will be stored.
 *
 * @param path not empty, except for {@link Verb#DELETE} of a key of the document itself
 * @param value a JSON null only for {@link Verb#SET}; for {@link Verb#DELETE} a string or a whole number
 */
public record Step(Verb verb, List<String> path, JsonNode value, Order order) {

    /** How {@link Verb#MAX} and {@link Verb#MIN} compare. */
    public enum Order {

        /** Numbers by value, texts by their UTF-16 code units. */
        NATURAL,

        /** ISO dates, and numbers as milliseconds since 1970, by the moment they stand for. */
        MOMENTS
    }

    public Step {
        path = List.copyOf(path);
    }

    /** Whether carrying it out a second time, right after, changes nothing. */
    boolean isRepeatable() {
        return verb.repeating() == Verb.Repeating.HARMLESS || (verb == Verb.DELETE && value.isString());
    }

    /**
     * Whether all of them together may be carried out twice. Not when one changes what is above the field of another:
     * the first might find something else there the second time.
     */
    static boolean areRepeatable(List<Step> steps) {
        Set<List<String>> fields = new HashSet<>();
        for (Step step : steps) {
            if (!step.isRepeatable()) {
                return false;
            }
            fields.add(step.field());
        }
        return fields.stream()
                .noneMatch(field ->
                        IntStream.range(0, field.size()).anyMatch(length -> fields.contains(field.subList(0, length))));
    }

    private List<String> field() {
        if (verb != Verb.DELETE) {
            return path;
        }
        List<String> field = new ArrayList<>(path);
        field.add(value.asString());
        return field;
    }
}
