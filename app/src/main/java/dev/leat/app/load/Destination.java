package dev.leat.app.load;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where documents go. */
public sealed interface Destination {

    /** All indices that documents may go to. */
    Set<String> indices();

    /** As messages and results call it. */
    String name();

    /**
     * The index for one document.
     *
     * @param origin the index that its line names; null when it names none
     * @throws MalformedLineException when the document may not go there
     */
    String indexFor(@Nullable String origin) throws MalformedLineException;

    /**
     * All go into one index.
     *
     * @param index its name, or an alias of it
     */
    record One(String index) implements Destination {

        @Override
        public Set<String> indices() {
            return Set.of(index);
        }

        @Override
        public String name() {
            return index;
        }

        @Override
        public String indexFor(@Nullable String origin) {
            return index;
        }
    }

    /**
     * Each goes back into the index that it came from, as lines of {@code scan --with-meta} and dead letters say.
     *
     * @param indices those that there are; a line that names another is malformed
     */
    record Origins(Set<String> indices) implements Destination {

        public Origins {
            indices = Set.copyOf(indices);
        }

        @Override
        public String name() {
            return String.join(",", new TreeSet<>(indices));
        }

        @Override
        public String indexFor(@Nullable String origin) throws MalformedLineException {
            if (origin == null || !indices.contains(origin)) {
                throw new MalformedLineException("it names none of the indices that this load is for");
            }
            return origin;
        }
    }
}
