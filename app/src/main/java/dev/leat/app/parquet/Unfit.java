package dev.leat.app.parquet;

/**
 * In place of a value that its column has no room for.
 *
 * @param reason that completes "field 'x' …"
 * @param remedy what helps besides keeping the value elsewhere
 */
record Unfit(String reason, Remedy remedy) {

    /** What a user can do. */
    enum Remedy {
        NONE,
        /** To say that the field holds arrays. */
        ARRAY_FIELD
    }

    Unfit(String reason) {
        this(reason, Remedy.NONE);
    }
}
