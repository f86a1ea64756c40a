package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Plurality;
import java.util.Set;

/**
 * A field of a collection, and what can be done with it. What a user interface needs to help with queries.
 *
 * @param path such as {@code file.sha256}
 * @param type Elasticsearch's name of the type, such as {@code keyword}
 * @param plurality whether a document can have several values; of a field that the model does not have, it can
 */
public record CollectionField(String path, String type, Plurality plurality, Set<Ability> abilities, Origin origin) {

    /** What can be done with a field. */
    public enum Ability {
        /** A query can name it. */
        SEARCH,
        /** Results can be sorted by it, and facets and histograms made of it. */
        SORT_AND_COUNT,
        /** Words without a field are looked for in it. */
        DEFAULT_SEARCH
    }

    /** Who knows the field. */
    public enum Origin {
        MODEL,
        /** The index has it and the model has not: from a dynamic map, or a component that was removed. */
        INDEX_ONLY
    }

    public CollectionField {
        abilities = Set.copyOf(abilities);
    }
}
