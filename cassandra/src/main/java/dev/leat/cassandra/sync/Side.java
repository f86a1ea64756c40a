package dev.leat.cassandra.sync;

/** One of the two stores of a sync pair. */
public enum Side {
    TABLE,
    INDEX
}
