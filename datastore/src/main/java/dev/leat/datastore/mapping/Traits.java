package dev.leat.datastore.mapping;

import org.jspecify.annotations.Nullable;

/**
 * What a field is beside its kind.
 *
 * @param nestedPath the innermost {@code @Nested} field that it is in, or is
 * @param keywordPath the sub-field of a text that holds the whole value
 */
record Traits(
        Indexing indexing,
        Fetching fetching,
        Reach reach,
        @Nullable String nestedPath,
        @Nullable String keywordPath,
        @Nullable String description) {

    Traits at(String path) {
        String keyword = keywordPath == null ? null : path + "." + Mappings.WHOLE;
        return new Traits(indexing, fetching, reach, nestedPath, keyword, description);
    }

    Traits withoutKeyword() {
        return new Traits(indexing, fetching, reach, nestedPath, null, description);
    }

    /** Whether a field is found once in a document or in each element of a list. */
    enum Reach {
        ONCE,
        IN_EACH_ELEMENT
    }
}
