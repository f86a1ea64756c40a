package dev.leat.cassandra.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One table with one index, kept in step. Several instances may be given the same pair: one works, the others stand by.
 * Not thread-safe, but for {@link #tally}; a pair that failed can be used on.
 */
public final class SyncPair {

    private static final Logger LOG = LoggerFactory.getLogger(SyncPair.class);

    private final String owner;
    private final @Nullable Extension extension;
    private final PairSettings settings;
    private final Tally tally = new Tally();
    private SyncPorts ports;

    /**
     * A pair that nobody works on yet.
     *
     * @param owner names this instance, unlike any other that ever was
     */
    public SyncPair(String owner, SyncPorts ports, PairSettings settings) {
        this(owner, ports, settings, null);
    }

    private SyncPair(String owner, SyncPorts ports, PairSettings settings, @Nullable Extension extension) {
        this.owner = owner;
        this.ports = ports;
        this.settings = settings;
        this.extension = extension;
    }

    /** The same pair, not begun, that adds columns where the index side asks for them. */
    public SyncPair withExtension(Extension extension) {
        return new SyncPair(owner, ports, settings, extension);
    }

    /** What has happened so far. Thread-safe. */
    public Tally tally() {
        return tally;
    }

    /**
     * Works through everything that has changed since the last checkpoint, blocking. Whatever ends it early, the next
     * cycle, of this instance or another, makes up for it.
     *
     * @return false when another instance has the pair
     * @throws UnavailableException when a side is
     */
    public boolean once() {
        Map<String, String> extended = Map.of();
        while (true) {
            Optional<Lease> lease = Lease.tryAcquire(
                    ports, owner, settings.lease(), settings.rules().maxSkew());
            if (lease.isEmpty()) {
                return false;
            }
            try {
                Lease held = lease.get();
                Lanes lanes = lanes(new Reconciler(ports, settings.rules(), tally)::reconcile);
                new Cycle(ports, settings, tally, lanes, held, held.checkpoint().orElseGet(this::beginning)).run();
                return true;
            } catch (NewFieldsException fields) {
                if (fields.columns().equals(extended)) {
                    throw fields;
                }
                extend(fields);
                extended = fields.columns();
            }
        }
    }

    private void extend(NewFieldsException fields) {
        if (extension == null) {
            throw fields;
        }
        ports = extension.extend(fields);
        LOG.atInfo().addKeyValue("columns", fields.columns()).log("The table has columns for new fields");
    }

    /** Cycle after cycle, until the thread is interrupted; waits out what is unavailable. */
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    once();
                } catch (UnavailableException e) {
                    LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The sync goes on later");
                }
                ports.waiter().sleep(settings.period());
            }
        } catch (CancelledException | InterruptedException stopped) {
            LOG.atDebug().log("The sync was told to stop");
        }
        release();
    }

    /** Lets another instance take over at once. An interrupted thread, which could send nothing, still does this. */
    public void release() {
        boolean wasInterrupted = Thread.interrupted();
        try {
            Lease.release(ports, owner);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Counts in {@link #tally} what a cycle and a comparison would do, and writes nothing. */
    public void preview() {
        Reconciler reconciler = new Reconciler(ports, settings.rules(), tally);
        try (KeyTable seen = new KeyTable(settings.scratch())) {
            Lanes lanes = new Lanes(keys -> reconciler.preview(seen.addAll(keys)), 1, settings.batch(), ports.waiter());
            new Comparison(ports, lanes, settings.maxDeletes(), tally, entries -> {}, () -> {}).run(settings.scratch());
            Checkpoint from =
                    Optional.ofNullable(ports.leases().read().checkpoint()).orElseGet(this::beginning);
            ports.index().changes(from.feed(), (page, position) -> lanes.work(Cycle.news(ports.ledger(), page)));
        }
    }

    /**
     * Compares both sides whole, content by content, and writes nothing; a sync may run meanwhile. Blocks for as long as both
     * sides take to be read; memory as in a comparison, and the differences that are listed.
     *
     * @param limit how many differences are listed; all are counted
     * @param progress advances by every row and every document
     * @throws UnavailableException when a side is
     */
    public Verification verify(int limit, Progress progress) {
        try (KeyTable keys = new KeyTable(settings.scratch())) {
            return new Audit(ports, settings.batch(), limit, progress).run(keys);
        }
    }

    /** Where the first cycle starts: rows are read whole, and so is the index, unless it is only written to. */
    private Checkpoint beginning() {
        boolean onlyToIndex = settings.rules().direction() == Direction.TO_INDEX;
        String feed = onlyToIndex ? ports.index().end() : IndexSide.BEGINNING;
        return new Checkpoint(feed, ports.now(), null, false, ports.now());
    }

    private Lanes lanes(Function<Collection<RowKey>, Set<RowKey>> work) {
        return new Lanes(work, settings.lanes(), settings.batch(), ports.waiter());
    }
}
