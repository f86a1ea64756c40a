package dev.leat.cassandra.sync;

import dev.leat.elastic.CancelledException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 *
 * <p>While one page is recorded, in one request, the next is created, by several lanes. Used by one thread.
 */
final class InitialCopy implements AutoCloseable {

    /** When most documents of a page were there already, that many pages go the usual way before this is tried again. */
    private static final int USUAL_PAGES = 20;

    private final SyncPorts ports;
    private final PairSettings settings;
    private final Tally tally;
    private final Lanes reconciler;
    private final KeyTable created;
    private final boolean announces;
    private final ExecutorService recorders = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Future<Recorded> recording;
    private int usual;

    /** A page whose documents were created. */
    private record Page(
            Map<RowKey, RowState.Present> rows,
            Map<RowKey, LedgerEntry> done,
            Map<RowKey, LedgerEntry> doubtful,
            Set<RowKey> left,
            String position) {}

    /** A page that the ledger knows of, but for the keys that the reconciler has to look at. */
    private record Recorded(Page page, Set<RowKey> known, Set<RowKey> left) {}

    /**
     * @param reconciler the lanes of the reconciler
     * @param created gets the keys whose documents were created, with what they look like
     */
    InitialCopy(SyncPorts ports, PairSettings settings, Tally tally, Lanes reconciler, KeyTable created) {
        this.ports = ports;
        this.settings = settings;
        this.tally = tally;
        this.reconciler = reconciler;
        this.created = created;
        this.announces = settings.rules().direction() != Direction.TO_INDEX;
    }

    /**
     * Copies a page; it is done when a later call says so.
     *
     * @return the position up to which the index and the ledger have acknowledged everything; null when it is as before
     */
    @Nullable
    String copy(List<FoundRow> found, String position) {
        if (usual > 0) {
            finish();
            usual--;
            reconciler.work(Cycle.news(
                    ports.ledger(), found.stream().map(FoundRow::sighting).toList()));
            return position;
        }
        Page page = create(found, position);
        String before = finish();
        if (settings.lanes() == 1) {
            finish(record(page));
            return position;
        }
        recording = recorders.submit(() -> record(page));
        return before;
    }

    /**
     * Waits until all is done.
     *
     * @return as {@link #copy} does
     */
    @Nullable
    String finish() {
        Future<Recorded> last = recording;
        if (last == null) {
            return null;
        }
        recording = null;
        try {
            Recorded recorded = last.get();
            finish(recorded);
            return recorded.page().position();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a page was not recorded", e.getCause());
        }
    }

    private void finish(Recorded recorded) {
        recorded.known()
                .forEach(key -> created.put(key, of(recorded.page().rows(), key).fingerprint(), 0));
        if (recorded.left().size() > recorded.known().size()) {
            usual = USUAL_PAGES;
        }
        reconciler.work(recorded.left());
    }

    private Page create(List<FoundRow> found, String position) {
        long now = ports.now();
        Map<RowKey, RowState.Present> rows = new LinkedHashMap<>();
        Set<RowKey> left = new LinkedHashSet<>();
        for (FoundRow row : found) {
            if (row.row() instanceof RowState.Present present) {
                rows.put(row.key(), present);
            } else {
                left.add(row.key());
            }
        }
        Map<RowKey, LedgerEntry> entries = new LinkedHashMap<>();
        rows.forEach((key, row) -> {
            LedgerEntry entry = LedgerEntry.unknown(key);
            entries.put(key, announces ? intending(entry, row, now) : entry);
        });
        Map<RowKey, LedgerEntry> ready = announces ? written(entries) : entries;
        left.addAll(rows.keySet());
        left.removeAll(ready.keySet());
        Map<RowKey, Outcome> outcomes = send(ready.keySet(), rows);
        Page page = new Page(rows, new LinkedHashMap<>(), new LinkedHashMap<>(), left, position);
        ready.forEach((key, entry) -> judge(page, entry, of(outcomes, key), now));
        tally.add(Event.DOCUMENT_WRITTEN, page.done().size());
        return page;
    }

    private void judge(Page page, LedgerEntry entry, Outcome outcome, long now) {
        RowKey key = entry.key();
        RowState.Present row = of(page.rows(), key);
        if (outcome instanceof Outcome.Written document) {
            page.done().put(key, entry.settled(row.fingerprint(), document.version(), Case.timeOf(row)));
            return;
        }
        page.left().add(key);
        if (outcome instanceof Outcome.Unknown && !announces) {
            // It may still arrive, when the document has long been deleted again.
            page.doubtful().put(key, intending(entry, row, now));
        }
    }

    /** Creates documents; an outcome for every key. */
    private Map<RowKey, Outcome> send(Set<RowKey> keys, Map<RowKey, RowState.Present> rows) {
        Map<RowKey, Outcome> outcomes = new ConcurrentHashMap<>();
        int lanes = Math.clamp(keys.size() / settings.batch(), 1, settings.lanes());
        new Lanes(
                        some -> {
                            outcomes.putAll(ports.index().write(creates(some, rows)));
                            return Set.of();
                        },
                        lanes,
                        settings.batch(),
                        ports.waiter())
                .work(keys);
        return outcomes;
    }

    private Recorded record(Page page) {
        written(page.doubtful());
        Set<RowKey> known = written(page.done()).keySet();
        Set<RowKey> left = new LinkedHashSet<>(page.left());
        left.addAll(page.done().keySet());
        left.removeAll(known);
        return new Recorded(page, known, left);
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
        Map<RowKey, LedgerEntry> written = new LinkedHashMap<>();
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
        return Objects.requireNonNull(map.get(key));
    }

    /** Waits for what is under way, whatever becomes of it. */
    @Override
    public void close() {
        recorders.close();
    }
}
