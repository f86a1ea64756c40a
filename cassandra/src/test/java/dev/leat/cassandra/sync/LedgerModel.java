package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, and the lease beside it. */
class LedgerModel implements Ledger, LeaseRegister {

    private final Map<String, LedgerEntry> entries = new TreeMap<>();
    private LeaseRegister.State lease = LeaseRegister.State.initial();
    private long next;

    LedgerEntry read(RowKey key) {
        LedgerEntry entry = entries.get(key.values());
        return entry == null ? LedgerEntry.unknown(key) : entry;
    }

    Collection<LedgerEntry> all() {
        return entries.values();
    }

    Outcome apply(LedgerEntry entry) {
        if (!Objects.equals(read(entry.key()).version(), entry.version())) {
            return new Outcome.Conflict();
        }
        Version version = newVersion();
        if (entry.isBlank()) {
            entries.remove(entry.key().values());
        } else {
            entries.put(entry.key().values(), entry.withVersion(version));
        }
        return new Outcome.Written(version);
    }

    @Override
    public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
        Map<RowKey, LedgerEntry> read = new LinkedHashMap<>();
        keys.forEach(key -> read.put(key, read(key)));
        return read;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        entries.forEach(entry -> outcomes.put(entry.key(), apply(entry)));
        return outcomes;
    }

    @Override
    public void scan(Consumer<List<LedgerEntry>> handler) {
        handler.accept(new ArrayList<>(entries.values()));
    }

    @Override
    public LeaseRegister.State read() {
        return lease;
    }

    @Override
    public Outcome write(LeaseRegister.State state) {
        if (!Objects.equals(lease.version(), state.version())) {
            return new Outcome.Conflict();
        }
        Version version = newVersion();
        lease = new LeaseRegister.State(state.owner(), state.epoch(), state.until(), state.checkpoint(), version);
        return new Outcome.Written(version);
    }

    private Version newVersion() {
        return new Version("ledger", next++, 1);
    }

    @Nullable
    Checkpoint checkpoint() {
        return lease.checkpoint();
    }
}
