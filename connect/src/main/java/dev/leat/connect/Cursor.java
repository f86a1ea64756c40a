package dev.leat.connect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A position in the history of a whole source, from which changes can be read. Opaque to the engine; stored with the
 * connector as its {@code sync_cursor}. Immutable at the top level; what it holds must not be changed.
 *
 * @param value a small JSON object as maps with string keys, lists, strings, numbers, booleans and nulls; no secrets
 */
public record Cursor(Map<String, @Nullable Object> value) {

    public Cursor {
        value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }
}
