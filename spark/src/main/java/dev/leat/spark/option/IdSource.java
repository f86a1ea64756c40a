package dev.leat.spark.option;

/** Where the ids of written documents come from. */
public enum IdSource {
    /** A column holds them. */
    COLUMN,
    /** Made of the write, the partition and the place in it: a repeated task writes the same ones, a repeated job others. */
    GENERATED
}
