package dev.leat.cassandra.index;

/** What may be done to the indices of a pair. */
public enum Access {
    /** What is missing is made when it is opened, and documents are written. */
    READ_WRITE,
    /** Nothing is made or written, and an index that is missing reads as an empty one: for a look at what would be done. */
    READ_ONLY
}
