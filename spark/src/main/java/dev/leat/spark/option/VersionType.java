package dev.leat.spark.option;

/** Which version of the caller's own a stored document gives way to. */
public enum VersionType {
    /** A higher one. */
    EXTERNAL,
    /** The same or a higher one. */
    EXTERNAL_GTE
}
