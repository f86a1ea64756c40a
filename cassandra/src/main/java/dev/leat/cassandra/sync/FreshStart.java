package dev.leat.cassandra.sync;

import dev.leat.elastic.UnavailableException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is done when the index is not the one any more in which the sides agreed: it was deleted and made anew, restored, or
 * an alias was moved. What it lacks was deleted by nobody, and what it has is no edit. So the ledger forgets everything:
 * what only one side has is copied, where they differ the newest write wins, and nothing is deleted.
 */
final class FreshStart {

    private FreshStart() {}

    /**
     * Empties the ledger, page by page; can be done again after a crash.
     *
     * @param between called after every page
     */
    static void forget(Ledger ledger, Runnable between) {
        ledger.scan(page -> {
            List<LedgerEntry> forgotten =
                    page.stream().map(LedgerEntry::forgotten).toList();
            Map<RowKey, Outcome> outcomes = forgotten.isEmpty() ? Map.of() : ledger.write(forgotten);
            if (!outcomes.values().stream().allMatch(outcome -> outcome instanceof Outcome.Written)) {
                throw new UnavailableException(
                        "entries of the ledger changed while it was emptied for another index; it is done again", null);
            }
            between.run();
        });
    }

    /** A ledger as it is after that, for a look at what would be done. */
    record Forgotten() implements Ledger {

        @Override
        public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
            Map<RowKey, LedgerEntry> entries = new LinkedHashMap<>();
            keys.forEach(key -> entries.put(key, LedgerEntry.unknown(key)));
            return entries;
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
            throw new IllegalStateException("it is for reading only");
        }

        @Override
        public void scan(Consumer<List<LedgerEntry>> handler) {}
    }
}
