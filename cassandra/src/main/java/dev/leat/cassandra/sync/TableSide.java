package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Cassandra table of a sync pair. Thread-safe; calls block and may be interrupted.
 *
 * <p>While Cassandra cannot be reached or asked, calls throw {@link dev.leat.elastic.UnavailableException}; a write of
 * which it is not known whether it was applied is no exception but {@link Outcome.Unknown}, and is never sent again by
 * the implementation: what to do next depends on what is read then.
 */
public interface TableSide {

    /**
     * Reads rows, as a quorum sees them.
     *
     * @param keys different keys, some hundreds at most
     * @return an answer for every key
     */
    Map<RowKey, RowState> read(Collection<RowKey> keys);

    /**
     * Writes rows, in any order.
     *
     * @param writes for different keys
     * @return an outcome for every key; never {@link Outcome.Conflict}
     */
    Map<RowKey, Outcome> write(Collection<RowWrite> writes);

    /**
     * Reads the whole table. Rows that cannot be mapped are handed over as {@link
     * Fingerprint#UNREADABLE}.
     *
     * @param from a position that an earlier scan handed over, or null for the beginning
     */
    void scan(@Nullable String from, PageHandler handler);

    /**
     * Reads the whole table as {@link #scan} does, with the contents of the rows and their write times, in pages that are
     * small enough to be held in memory a few at a time.
     *
     * @param from a position that an earlier scan of either kind handed over, or null for the beginning
     */
    void scanRows(@Nullable String from, RowHandler handler);
}
