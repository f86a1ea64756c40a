package dev.leat.cassandra.sync;

/** Which side may change the other. */
public enum Direction {
    /** Both; the newest write wins. */
    BOTH,
    /** The row always wins; Cassandra is never written to. */
    TO_INDEX,
    /** The document always wins; Elasticsearch is never written to. */
    TO_TABLE
}
