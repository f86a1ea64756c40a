package dev.leat.datastore.mapping;

import dev.leat.elastic.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that was read as far as it could be.
 *
 * @param value the document without the values that did not fit; null if not even that could be made
 * @param dropped what did not fit, each with its path
 */
public record Decoded<T>(@Nullable T value, List<Problem> dropped) {
    public Decoded {
        dropped = List.copyOf(dropped);
    }
}
