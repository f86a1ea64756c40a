package dev.leat.cassandra.sync;

import dev.leat.elastic.CancelledException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * <p>A few pages are under way at once, each of them created by one request and then recorded by another. Used by one
 * thread.
 */
final class InitialCopy implements AutoCloseable {

    /** When most documents of a page were there already, that many pages go the usual way before this is tried again. */
    private static final int USUAL_PAGES = 20;

    /** While one is created another is recorded, and a third is there when one of them ends; each is of a few MB at most. */
    private static final int PAGES_UNDER_WAY = 3;

    private final SyncPorts ports;
    private final PairSettings settings;
    private final Tally tally;
    private final Lanes reconciler;
    private final boolean announces;
    private final ExecutorService copying = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Future<Recorded>> underWay = new ArrayDeque<>();
    private int usual;

    /** A page whose documents were created. */
    private record Page(
            Map<RowKey, RowState.Present> rows,
            Map<RowKey, LedgerEntry> done,
            Map<RowKey, LedgerEntry> doubtful,
            Set<RowKey> left) {}

    /** A page that the ledger knows of, but for the keys that the reconciler has to look at. */
    private record Recorded(int known, Set<RowKey> left, String position) {}

    /** @param reconciler the lanes of the reconciler */
    InitialCopy(SyncPorts ports, PairSettings settings, Tally tally, Lanes reconciler) {
        this.ports = ports;
        this.settings = settings;
        this.tally = tally;
        this.reconciler = reconciler;
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
            reconciler.workOn(found.stream().map(FoundRow::sighting).toList());
            return position;
        }
        if (settings.lanes() == 1) {
            return finish(record(create(found), position));
        }
        String done = underWay.size() == PAGES_UNDER_WAY ? finishFirst() : null;
        underWay.add(copying.submit(() -> record(create(found), position)));
        return done;
    }

    /**
     * Waits until all is done.
     *
     * @return as {@link #copy} does
     */
    @Nullable
    String finish() {
        String done = null;
        while (!underWay.isEmpty()) {
            done = finishFirst();
        }
        return done;
    }

    private String finishFirst() {
        try {
            return finish(underWay.remove().get());
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a page was not copied", e.getCause());
        }
    }

    private String finish(Recorded page) {
        if (page.left().size() > page.known()) {
            usual = USUAL_PAGES;
        }
        reconciler.work(page.left());
        return page.position();
    }

    private Page create(List<FoundRow> found) {
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
        Map<RowKey, Outcome> outcomes =
                ready.isEmpty() ? Map.of() : ports.index().write(creates(ready.keySet(), rows));
        Page page = new Page(rows, new LinkedHashMap<>(), new LinkedHashMap<>(), left);
        ready.forEach((key, entry) -> judge(page, entry, of(outcomes, key), now));
        tally.add(Event.DOCUMENT_WRITTEN, page.done().size());
        return page;
    }

    private void judge(Page page, LedgerEntry entry, Outcome outcome, long now) {
        RowKey key = entry.key();
        RowState.Present row = of(page.rows(), key);
        if (outcome instanceof Outcome.Written document) {
            LedgerEntry settled = entry.settled(row.fingerprint(), document.version(), Case.timeOf(row));
            page.done().put(key, settled.withDocument(document.version()));
            return;
        }
        page.left().add(key);
        if (outcome instanceof Outcome.Unknown && !announces) {
            // It may still arrive, when the document has long been deleted again.
            page.doubtful().put(key, intending(entry, row, now));
        }
    }

    private Recorded record(Page page, String position) {
        written(page.doubtful());
        Set<RowKey> known = written(page.done()).keySet();
        Set<RowKey> left = new LinkedHashSet<>(page.left());
        left.addAll(page.done().keySet());
        left.removeAll(known);
        return new Recorded(known.size(), left, position);
    }

    private static LedgerEntry intending(LedgerEntry entry, RowState.Present row, long now) {
        return entry.intending(new LedgerEntry.Intent(Side.INDEX, row.fingerprint(), now, null), LedgerEntry.NO_TIME);
    }

    private static List<DocWrite> creates(Collection<RowKey> keys, Map<RowKey, RowState.Present> rows) {
        List<DocWrite> creates = new ArrayList<>();
        for (RowKey key : keys) {
            creates.add(DocWrite.Put.create(key, of(rows, key).content()));
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
        copying.close();
    }
}
