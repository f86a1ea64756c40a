package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at a batch of keys, from the decisions to the ledger. Used by one thread. */
final class Round {

    private final SyncPorts ports;
    private final Tally tally;
    private final long now;
    private final Map<RowKey, Case> cases = new LinkedHashMap<>();
    private final Map<RowKey, Decision> decisions = new LinkedHashMap<>();
    private final Map<RowKey, LedgerEntry> announced = new LinkedHashMap<>();
    private final List<LedgerEntry> settled = new ArrayList<>();
    private final Set<RowKey> again = new LinkedHashSet<>();
    private final Set<RowKey> refused = new HashSet<>();

    Round(SyncPorts ports, Tally tally, long now) {
        this.ports = ports;
        this.tally = tally;
        this.now = now;
    }

    void add(Case c, Decision decision) {
        cases.put(c.key(), c);
        decisions.put(c.key(), decision);
    }

    Map<RowKey, Decision> decisions() {
        return decisions;
    }

    Set<RowKey> again() {
        return again;
    }

    /** Tells the ledger what is about to be written; deals with what needs no write. */
    void announce() {
        List<LedgerEntry> intents = new ArrayList<>();
        decisions.forEach((key, decision) -> {
            Case c = of(cases, key);
            LedgerEntry entry = c.entry();
            switch (decision) {
                case Decision.InStep inStep -> tally.add(Event.IN_STEP);
                case Decision.Settle settle -> {
                    tally.add(Event.IN_STEP);
                    settled.add(entry.closed(settle.agreed(), c.docVersion(), timeOf(settle.agreed(), settle.time()))
                            .withDocument(known(c, c.docVersion())));
                }
                case Decision.ToIndex toIndex -> {
                    var intent = new LedgerEntry.Intent(Side.INDEX, toIndex.image(), now, c.docVersion());
                    intents.add(entry.intending(intent, LedgerEntry.NO_TIME));
                }
                case Decision.ToTable toTable -> {
                    var intent = new LedgerEntry.Intent(Side.TABLE, toTable.image(), now, null);
                    intents.add(entry.intending(intent, toTable.write().timestamp()));
                }
                case Decision.Leave leave -> tally.add(Event.LEFT);
                case Decision.Refuse refuse -> refuse(key, refuse.side(), refuse.reason());
            }
        });
        for (LedgerEntry entry : record(intents)) {
            announced.put(entry.key(), entry);
        }
    }

    /** Compare-and-set says what became of a document: no need to look again. */
    void writeDocuments() {
        List<DocWrite> writes = new ArrayList<>();
        for (RowKey key : announced.keySet()) {
            if (of(decisions, key) instanceof Decision.ToIndex toIndex) {
                writes.add(toIndex.write());
            }
        }
        Map<RowKey, Outcome> outcomes =
                writes.isEmpty() ? Map.of() : ports.index().write(writes);
        for (DocWrite write : writes) {
            RowKey key = write.key();
            Outcome outcome = of(outcomes, key);
            if (of(decisions, key) instanceof Decision.ToIndex done && isWritten(key, Side.INDEX, outcome)) {
                tally.count(done);
                Version version = outcome instanceof Outcome.Written written ? written.version() : null;
                Case c = of(cases, key);
                long time = timeOf(done.image(), c.rowTime());
                settleDocument(
                        of(announced, key).settled(done.image(), version, time).withDocument(known(c, version)));
            }
        }
    }

    /** A timestamp decides in Cassandra, cell by cell: only reading the row back says what is there now. */
    void writeRows() {
        List<RowWrite> writes = new ArrayList<>();
        for (RowKey key : announced.keySet()) {
            if (of(decisions, key) instanceof Decision.ToTable toTable) {
                writes.add(toTable.write());
            }
        }
        Map<RowKey, Outcome> outcomes =
                writes.isEmpty() ? Map.of() : ports.table().write(writes);
        List<RowKey> written = new ArrayList<>();
        for (RowWrite write : writes) {
            if (isWritten(write.key(), Side.TABLE, of(outcomes, write.key()))) {
                written.add(write.key());
            }
        }
        readBack(written);
    }

    /**
     * A document may have changed since it was read. What both agree on then is what it was, which is what its next change
     * is told by: the feed comes by it, or a comparison misses it.
     */
    private void readBack(List<RowKey> written) {
        if (written.isEmpty()) {
            return;
        }
        Map<RowKey, RowState> rows = ports.table().read(written);
        for (RowKey key : written) {
            if (of(decisions, key) instanceof Decision.ToTable done) {
                tally.count(done);
                settleRow(of(announced, key), done.image(), of(cases, key), of(rows, key));
            }
        }
    }

    /** Tells the ledger what both sides agree on now. */
    void settle() {
        record(settled);
        cases.keySet().stream().filter(key -> !refused.contains(key)).forEach(tally::accept);
    }

    private void settleDocument(LedgerEntry entry) {
        if (entry.isOpen()) {
            again.add(entry.key());
        }
        settled.add(entry);
    }

    /**
     * The row has what we wrote; what else it has was written by others meanwhile, and is reflected in the document as
     * any change of a row. A row that is not as we left it, where one of the two is absence, is judged again.
     */
    private void settleRow(LedgerEntry entry, Fingerprint image, Case c, RowState row) {
        boolean differs = !row.fingerprint().equals(image);
        if (differs) {
            again.add(entry.key());
        }
        if (!differs || (row instanceof RowState.Present && !image.isAbsent())) {
            settled.add(entry.closed(image, c.docVersion(), timeOf(image, Case.timeOf(row)))
                    .withDocument(known(c, c.docVersion())));
        }
    }

    /** The version of a document that can be written over unread; null where that would lose something. */
    private static @Nullable Version known(Case c, @Nullable Version version) {
        return c.isDocSpecial() ? null : version;
    }

    /** What is gone is known to be from now on. */
    private long timeOf(Fingerprint agreed, long rowTime) {
        return agreed.isAbsent() ? Math.max(rowTime, now) : rowTime;
    }

    private boolean isWritten(RowKey key, Side side, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written written -> true;
            case Outcome.Conflict conflict -> {
                again.add(key);
                yield false;
            }
            case Outcome.Unknown unknown -> {
                again.add(key);
                yield false;
            }
            case Outcome.Rejected rejected -> {
                refuse(key, side, rejected.reason());
                settled.add(of(announced, key).withdrawn());
                yield false;
            }
        };
    }

    private void refuse(RowKey key, Side side, String reason) {
        refused.add(key);
        if (!tally.isRefused(key, side, reason)) {
            ports.deadLetters().add(key, side, reason);
            tally.addRefused(key, side, reason);
        }
    }

    /** Writes entries, and returns those that were written. */
    private List<LedgerEntry> record(Collection<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<LedgerEntry> written = new ArrayList<>();
        Map<RowKey, Outcome> outcomes = ports.ledger().write(entries);
        for (LedgerEntry entry : entries) {
            if (of(outcomes, entry.key()) instanceof Outcome.Written done) {
                written.add(entry.withVersion(done.version()));
            } else {
                again.add(entry.key());
            }
        }
        return written;
    }

    private static <T> T of(Map<RowKey, T> map, RowKey key) {
        return Objects.requireNonNull(map.get(key));
    }
}
