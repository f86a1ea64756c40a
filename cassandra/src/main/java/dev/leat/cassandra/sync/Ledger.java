package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What both sides of a sync pair are known to have agreed on, key by key, kept outside both. Thread-safe; calls block and
 * may be interrupted. While it cannot be reached, calls throw {@link dev.leat.elastic.UnavailableException}.
 */
public interface Ledger {

    /**
     * Reads entries in real time.
     *
     * @param keys different keys, some hundreds at most
     * @return an entry for every key: {@link LedgerEntry#unknown} where there is none
     */
    Map<RowKey, LedgerEntry> read(Collection<RowKey> keys);

    /**
     * Writes entries by compare-and-set: an entry is written only if the one that is stored still has its version, or if
     * there is none when it has no version. One that {@link LedgerEntry#isBlank() says nothing} is removed instead.
     *
     * @param entries of different keys
     * @return an outcome for every key, {@link Outcome.Written} with the new version
     */
    Map<RowKey, Outcome> write(Collection<LedgerEntry> entries);

    /** Hands over all entries that were written before the call. */
    void scan(Consumer<List<LedgerEntry>> handler);
}
