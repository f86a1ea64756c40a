package dev.leat.elastic.scan;

import java.io.Serializable;
import java.util.List;

/** How much of each document's {@code _source} a scan brings. */
public sealed interface Projection extends Serializable {

    /** All of it, byte for byte as it was sent to Elasticsearch. The fastest way when most fields are wanted. */
    record Whole() implements Projection {}

    /**
     * Some fields only. Elasticsearch reads and rewrites each document for this, so it pays off only where it saves many
     * bytes.
     *
     * @param names paths such as {@code user.name}, or patterns such as {@code user.*}
     */
    record Fields(List<String> names) implements Projection {

        public Fields {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("name at least one field, or ask for no source");
            }
        }
    }

    /**
     * All but some fields. Elasticsearch rewrites each document for this, as for {@link Fields}.
     *
     * @param names paths or patterns
     */
    record Without(List<String> names) implements Projection {

        public Without {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("name at least one field, or ask for the whole source");
            }
        }
    }

    /** Nothing of it: ids, and the doc values that the request names. */
    record NoSource() implements Projection {}
}
