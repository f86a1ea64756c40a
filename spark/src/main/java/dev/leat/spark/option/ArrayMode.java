package dev.leat.spark.option;

/** Which columns are arrays. Elasticsearch does not say: each of its fields may hold one value or many. */
public enum ArrayMode {
    /** Those in which a sample of the documents holds an array. */
    AUTO,
    /** All. */
    ALWAYS,
    /** None but those that are named, and nested fields. */
    NEVER,
    /** As {@link #AUTO}, but such a column is a string that holds what the document says as JSON. */
    JSON
}
