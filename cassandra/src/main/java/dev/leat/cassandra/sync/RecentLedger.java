package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that knows the entries that were read and written lately: a row that changed is come by again for as long as
 * clocks may be apart, and a document that we wrote may be. An entry is what the ledger has for as long as nobody else
 * writes to it; of one that somebody did write, every write is refused, by compare-and-set. At most {@link #MOST} entries:
 * 35 MB, measured with keys of 36 characters. Thread-safe.
 */
final class RecentLedger implements Ledger {

    /** Two generations of half as many: when the young one is full, the old one is forgotten. */
    static final int MOST = 100_000;

    private final Ledger ledger;
    private volatile Map<RowKey, LedgerEntry> young = new ConcurrentHashMap<>();
    private volatile Map<RowKey, LedgerEntry> old = new ConcurrentHashMap<>();

    RecentLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /** To be called when another instance may have written entries. */
    void forget() {
        young = new ConcurrentHashMap<>();
        old = new ConcurrentHashMap<>();
    }

    /** Those entries that were read or written before, as the ledger had them then. */
    Map<RowKey, LedgerEntry> recall(Collection<RowKey> keys) {
        Map<RowKey, LedgerEntry> entries = new LinkedHashMap<>();
        for (RowKey key : keys) {
            LedgerEntry known = find(key);
            if (known != null) {
                entries.put(key, known);
            }
        }
        return entries;
    }

    @Override
    public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
        Map<RowKey, LedgerEntry> entries = recall(keys);
        List<RowKey> left =
                keys.stream().filter(key -> !entries.containsKey(key)).toList();
        if (!left.isEmpty()) {
            Map<RowKey, LedgerEntry> read = ledger.read(left);
            read.values().forEach(this::keep);
            entries.putAll(read);
        }
        return entries;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
        // Until the answer is there, nobody knows what the ledger has.
        entries.forEach(entry -> drop(entry.key()));
        Map<RowKey, Outcome> outcomes = ledger.write(entries);
        for (LedgerEntry entry : entries) {
            if (outcomes.get(entry.key()) instanceof Outcome.Written written) {
                keep(entry.withVersion(written.version()));
            }
        }
        return outcomes;
    }

    @Override
    public void scan(Consumer<List<LedgerEntry>> handler) {
        ledger.scan(handler);
    }

    private @Nullable LedgerEntry find(RowKey key) {
        LedgerEntry known = young.get(key);
        return known == null ? old.get(key) : known;
    }

    /** A key without an entry is not kept: whoever comes by it writes one. */
    private void keep(LedgerEntry entry) {
        if (entry.version() == null) {
            return;
        }
        Map<RowKey, LedgerEntry> generation = young;
        generation.put(entry.key(), entry);
        if (generation.size() >= MOST / 2) {
            old = generation;
            young = new ConcurrentHashMap<>();
        }
    }

    private void drop(RowKey key) {
        young.remove(key);
        old.remove(key);
    }
}
