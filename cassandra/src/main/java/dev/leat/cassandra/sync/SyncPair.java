package dev.leat.cassandra.sync;

import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import java.util.Map;
import java.util.Optional;
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
    private Stores stores;
    private boolean isSure;
    private long lastEpoch;

    /**
     * A pair that nobody works on yet.
     *
     * @param owner names this instance, unlike any other that ever was
     */
    public SyncPair(String owner, SyncPorts ports, PairSettings settings) {
        this(owner, ports, settings, null);
    }

    private SyncPair(String owner, SyncPorts raw, PairSettings settings, @Nullable Extension extension) {
        this.owner = owner;
        this.settings = settings;
        this.extension = extension;
        this.stores = Stores.of(raw, settings.rules());
    }

    /**
     * What the pair touches, and what it remembers of that from cycle to cycle.
     *
     * @param raw as they were given
     * @param ports those that it uses
     */
    private record Stores(
            SyncPorts raw,
            SyncPorts ports,
            RecentLedger recent,
            @Nullable RowFollower follower) {

        static Stores of(SyncPorts raw, Rules rules) {
            RecentLedger recent = new RecentLedger(raw.ledger());
            TableWatch watch = raw.watch();
            return new Stores(
                    raw,
                    raw.withIndex(new EchoFilter(raw.index())).withLedger(recent),
                    recent,
                    watch == null ? null : new RowFollower(watch, rules));
        }

        /** What was remembered may not be so any more. */
        void forget() {
            recent.forget();
            if (follower != null) {
                follower.forget();
            }
        }
    }

    /** The same pair, not begun, that adds columns where the index side asks for them. */
    public SyncPair withExtension(Extension extension) {
        return new SyncPair(owner, stores.raw(), settings, extension);
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
        boolean isRenewed = renew();
        boolean wasSure = isSure && !isRenewed;
        isSure = false;
        boolean isOurs = attempt(wasSure);
        isSure = isOurs;
        return isOurs;
    }

    private boolean renew() {
        Optional<SyncPorts> renewed = extension == null ? Optional.empty() : extension.renewed();
        renewed.ifPresent(this::use);
        return renewed.isPresent();
    }

    /**
     * @param isSure whether the last cycle ended well, so that the index is the one it was: had another one taken its place
     *     since, requests would fail
     */
    private boolean attempt(boolean isSure) {
        Map<String, String> extended = Map.of();
        while (true) {
            Optional<Lease> lease = Lease.tryAcquire(
                    stores.ports(), owner, settings.lease(), settings.rules().maxSkew());
            if (lease.isEmpty()) {
                return false;
            }
            try {
                Lease held = lease.get();
                trust(held);
                cycle(held, isSure).run();
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

    private Cycle cycle(Lease held, boolean isSure) {
        SyncPorts ports = stores.ports();
        Reconciler reconciler = new Reconciler(ports, stores.recent(), settings.rules(), tally);
        Lanes lanes = new Lanes(reconciler::reconcile, settings.lanes(), settings.batch(), ports.waiter());
        Checkpoint from = held.checkpoint().orElseGet(this::beginning);
        return new Cycle(ports, settings, tally, lanes, held, stores.follower(), isSure ? from : rebased(from, held));
    }

    private void use(SyncPorts anew) {
        stores = Stores.of(anew, settings.rules());
    }

    /** What is remembered is true for as long as no other instance had the lease. */
    private void trust(Lease held) {
        if (held.epoch() != lastEpoch + 1) {
            stores.forget();
        }
        lastEpoch = held.epoch();
    }

    /** Where to begin in the index as it is now; anew, when that is not the one that the checkpoint is of. */
    private Checkpoint rebased(Checkpoint from, Lease held) {
        String feed = stores.ports().index().rebased(from.feed());
        if (isOfAnother(from, feed)) {
            LOG.warn(
                    "The index is another than it was, or has lost data: nothing counts as deleted, both sides are copied"
                            + " to each other anew");
            FreshStart.forget(stores.ports().ledger(), held::keep);
            return new Checkpoint(feed, from.watermark(), null, false, from.reconciledAt());
        }
        return from.withFeed(feed);
    }

    private static boolean isOfAnother(Checkpoint from, String feed) {
        return !from.feed().equals(IndexSide.BEGINNING) && !from.feed().equals(feed);
    }

    private void extend(NewFieldsException fields) {
        if (extension == null) {
            throw fields;
        }
        use(extension.extend(fields));
        LOG.atInfo().addKeyValue("columns", fields.columns()).log("The table has columns for new fields");
    }

    /** Lets another instance take over at once. An interrupted thread, which could send nothing, still does this. */
    public void release() {
        boolean wasInterrupted = Thread.interrupted();
        try {
            Lease.release(stores.ports(), owner);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Counts in {@link #tally} what a cycle and a comparison would do, and writes nothing. */
    public void preview() {
        SyncPorts ports = stores.ports();
        Checkpoint from =
                Optional.ofNullable(ports.leases().read().checkpoint()).orElseGet(this::beginning);
        String feed = ports.index().rebased(from.feed());
        stores.forget();
        SyncPorts then = isOfAnother(from, feed) ? ports.withLedger(new FreshStart.Forgotten()) : ports;
        Reconciler reconciler = new Reconciler(then, null, settings.rules(), tally);
        try (KeyTable seen = new KeyTable(settings.scratch())) {
            Lanes lanes = new Lanes(
                    (keys, images) -> reconciler.preview(seen.addAll(keys), images),
                    1,
                    settings.batch(),
                    ports.waiter());
            new Comparison(then, lanes, settings.maxDeletes(), tally, entries -> {}, () -> {}).run(settings.scratch());
            ports.index().changes(feed, (page, position) -> lanes.workOn(page));
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
            return new Audit(stores.ports(), settings.batch(), limit, progress).run(keys);
        }
    }

    /** Where the first cycle starts: rows are read whole, and so is the index, unless it is only written to. */
    private Checkpoint beginning() {
        SyncPorts ports = stores.ports();
        boolean onlyToIndex = settings.rules().direction() == Direction.TO_INDEX;
        String feed = onlyToIndex ? ports.index().end() : IndexSide.BEGINNING;
        return new Checkpoint(feed, ports.now(), null, false, ports.now());
    }
}
