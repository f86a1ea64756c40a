package dev.leat.spark.option;

/** How a column without a value shows in a document. */
public enum Nulls {
    /** Not at all. */
    OMIT,
    /** As {@code null}. */
    WRITE
}
