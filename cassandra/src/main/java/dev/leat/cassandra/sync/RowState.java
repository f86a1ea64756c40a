package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** What was read of a row. */
public sealed interface RowState {

    /**
     * A row.
     *
     * @param writeTime the highest write time of its cells in microseconds; null when no cell has one, as in a row of which
     *     only the key is there
     */
    record Present(Content content, @Nullable Long writeTime) implements RowState {}

    /** There is no such row. */
    record Absent() implements RowState {}

    /** The row, or its key, cannot be mapped. */
    record Unreadable(String reason) implements RowState {}

    /** What it looks like; of an unreadable row nothing is known. */
    default Fingerprint fingerprint() {
        return this instanceof Present row ? row.content().fingerprint() : Fingerprint.ABSENT;
    }
}
