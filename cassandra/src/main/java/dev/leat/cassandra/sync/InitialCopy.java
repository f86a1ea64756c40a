package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The quick way of rows into an index that does not have them yet: documents are created without a look at what is there.
 * A create never overwrites; whatever does not go smoothly (a document that is there, an answer that is lost, a key that
 * the ledger knows) goes to the reconciler, as every key does that is copied again after a crash.
 *
 * <p>In both directions the ledger hears of each create before it is sent, as the reconciler has it. In the direction to
 * the index it hears only of those that are done: there a document is not taken for an edit. What that leaves open: a row
 * that is deleted after its page was sent and before the page was recorded, with a crash in between, leaves its document;
 * nothing is deleted on doubt. A verification finds it.
 */
final class InitialCopy {

    /** When most documents of a page were there already, that many pages go the usual way before this is tried again. */
    private static final int USUAL_PAGES = 20;

    private final SyncPorts ports;
    private final PairSettings settings;
    private final Tally tally;
    private final Lanes reconciler;
    private final boolean announces;
    private int usual;

    /**
     * @param reconciler the lanes of the reconciler
     */
    InitialCopy(SyncPorts ports, PairSettings settings, Tally tally, Lanes reconciler) {
        this.ports = ports;
        this.settings = settings;
        this.tally = tally;
        this.reconciler = reconciler;
        this.announces = settings.rules().direction() != Direction.TO_INDEX;
    }

    /** Copies a page; both sides and the ledger have acknowledged it when this returns. */
    void copy(List<FoundRow> page) {
        if (usual > 0) {
            usual--;
            reconciler.work(Cycle.news(
                    ports.ledger(), page.stream().map(FoundRow::sighting).toList()));
            return;
        }
        Queue<RowKey> left = new ConcurrentLinkedQueue<>();
        Map<RowKey, RowState.Present> rows = new HashMap<>();
        for (FoundRow found : page) {
            if (found.row() instanceof RowState.Present row) {
                rows.put(found.key(), row);
            } else {
                left.add(found.key());
            }
        }
        new Lanes(
                        keys -> {
                            left.addAll(create(keys, rows));
                            return Set.of();
                        },
                        settings.lanes(),
                        settings.batch(),
                        ports.waiter())
                .work(rows.keySet());
        if (left.size() > page.size() / 2) {
            usual = USUAL_PAGES;
        }
        reconciler.work(left);
    }

    /** Creates documents, and returns the keys that the reconciler has to look at. */
    private List<RowKey> create(Collection<RowKey> keys, Map<RowKey, RowState.Present> rows) {
        long now = ports.now();
        List<RowKey> left = new ArrayList<>(keys);
        Map<RowKey, LedgerEntry> entries = new HashMap<>();
        for (RowKey key : keys) {
            RowState.Present row = of(rows, key);
            LedgerEntry entry = LedgerEntry.unknown(key);
            entries.put(key, announces ? intending(entry, row, now) : entry);
        }
        if (announces) {
            entries = written(entries);
        }
        Map<RowKey, Outcome> outcomes = ports.index().write(creates(entries.keySet(), rows));
        Map<RowKey, LedgerEntry> done = new HashMap<>();
        Map<RowKey, LedgerEntry> doubtful = new HashMap<>();
        entries.forEach((key, entry) -> {
            RowState.Present row = of(rows, key);
            switch (of(outcomes, key)) {
                case Outcome.Written document ->
                    done.put(key, entry.settled(row.fingerprint(), document.version(), Case.timeOf(row)));
                // It may still arrive, when the document has long been deleted again.
                case Outcome.Unknown unknown -> doubtful.put(key, announces ? entry : intending(entry, row, now));
                case Outcome.Conflict conflict -> {}
                case Outcome.Rejected rejected -> {}
            }
        });
        tally.add(Event.DOCUMENT_WRITTEN, done.size());
        if (!announces) {
            written(doubtful);
        }
        left.removeAll(written(done).keySet());
        return left;
    }

    private static LedgerEntry intending(LedgerEntry entry, RowState.Present row, long now) {
        return entry.intending(new LedgerEntry.Intent(Side.INDEX, row.fingerprint(), now, null), LedgerEntry.NO_TIME);
    }

    private static List<DocWrite> creates(Collection<RowKey> keys, Map<RowKey, RowState.Present> rows) {
        List<DocWrite> creates = new ArrayList<>();
        for (RowKey key : keys) {
            creates.add(new DocWrite.Put(key, of(rows, key).content(), null));
        }
        return creates;
    }

    /** Writes entries, and returns those that were written as they are now. */
    private Map<RowKey, LedgerEntry> written(Map<RowKey, LedgerEntry> entries) {
        Map<RowKey, LedgerEntry> written = new HashMap<>();
        if (!entries.isEmpty()) {
            ports.ledger().write(entries.values()).forEach((key, outcome) -> {
                if (outcome instanceof Outcome.Written done) {
                    written.put(key, of(entries, key).withVersion(done.version()));
                }
            });
        }
        return written;
    }

    private static <T> T of(Map<RowKey, T> map, RowKey key) {
        @Nullable T found = map.get(key);
        return Objects.requireNonNull(found);
    }
}
