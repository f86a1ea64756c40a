package dev.leat.spark.option;

/** What becomes of a value that its column has no room for, such as an array where the sample had none. */
public enum Mismatch {
    /** The query fails, and says which field of which document it was. */
    FAIL,
    /** The first value of an array is taken; what does not fit otherwise is null. */
    FIRST,
    /** A column of strings takes the JSON text; in other columns it is null. */
    JSON,
    /** It is null. */
    NULL
}
