package dev.leat.cassandra.sync;

import java.util.Map;
import java.util.Set;

/** A write to a row, {@code USING TIMESTAMP} in microseconds. */
public sealed interface RowWrite {

    RowKey key();

    long timestamp();

    /**
     * Inserts the row, or changes the columns that are named; the others are left unset, never null.
     *
     * @param set column name to canonical JSON text
     * @param cleared columns that become null
     */
    record Put(RowKey key, Map<String, String> set, Set<String> cleared, long timestamp) implements RowWrite {}

    /**
     * Writes every mapped column, null where the content has none, so that whatever was written to the row with an
     * earlier timestamp is overwritten even when it arrives later.
     */
    record Replace(RowKey key, Content content, long timestamp) implements RowWrite {}

    /** Deletes the row; what was written to it at the timestamp or before stays deleted even when it arrives later. */
    record Delete(RowKey key, long timestamp) implements RowWrite {}
}
