package dev.leat.connect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a source is wanted: the advanced rules of a connector, in the source's own words. Immutable.
 *
 * <p>Only a source that implements {@link AdvancedRules} is ever given a filter that is not empty. Basic rules are not in
 * here: the engine applies them to the documents.
 *
 * @param advanced JSON as maps with string keys, lists, strings, numbers, booleans and nulls; null when there is no rule
 */
public record Filter(@Nullable Object advanced) {

    private static final Filter NONE = new Filter(null);

    public Filter {
        advanced = copy(advanced);
    }

    /** Everything is wanted. */
    public static Filter none() {
        return NONE;
    }

    /** Whether everything is wanted: there is no rule, or an object or list with nothing in it. */
    public boolean isEmpty() {
        return switch (advanced) {
            case null -> true;
            case Map<?, ?> map -> map.isEmpty();
            case Collection<?> list -> list.isEmpty();
            default -> false;
        };
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, inner) -> copy.put(String.valueOf(key), copy(inner)));
                yield Collections.unmodifiableMap(copy);
            }
            case Collection<?> values -> {
                List<@Nullable Object> copy = new ArrayList<>();
                values.forEach(inner -> copy.add(copy(inner)));
                yield Collections.unmodifiableList(copy);
            }
            case null, default -> value;
        };
    }
}
