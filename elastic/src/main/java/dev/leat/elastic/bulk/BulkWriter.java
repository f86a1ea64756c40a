package dev.leat.elastic.bulk;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.MarkedThreads;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Carries every operation to exactly one outcome: written, unchanged, rejected, unsent or unknown. The one way in which
 * Leat writes documents in bulk. Thread-safe: many threads may write.
 *
 * <p><b>Order.</b> Operations on one (index, id) are applied and reported in the order written, also over repeats: at
 * most one of them is under way at a time. Other documents go on meanwhile. Threads that write the same document agree on
 * an order among themselves.
 *
 * <p><b>Repeats.</b> What was refused for lack of room (429), for now (503 of Elasticsearch, {@code
 * cluster_block_exception}, a closed index) or was not sent is sent again under the {@link
 * dev.leat.elastic.cluster.RetryPolicy}; with {@code untilAvailable()} for as long as the cluster is away. When an answer
 * is lost, the writer waits until the request has ended, looks at each document, and decides (see {@code LossJudge} in
 * the source for the table): nothing is counted twice, and what cannot be known is {@link WriteOutcome.Unknown}. A
 * request that is too large is cut smaller. Where one operation spoils a request for all, it is found and rejected alone.
 *
 * <p><b>Failure.</b> No permission, or an outage beyond the retry policy, fails the writer: what waits is {@link
 * WriteOutcome.Unsent}, what is under way ends as it ends or is {@link WriteOutcome.Unknown}, and every further call of
 * {@link #write}, {@link #flush} or {@link #finish} throws the failure.
 *
 * <p><b>Memory.</b> Operations in flight, from {@link #write} to the end of the listener's call, weigh at most {@code
 * maxBytesInFlight} (or as much as the single largest one), where each counts its bytes in a request and 256 more; an
 * attachment is not counted. On top of that come the small sources (below 16 KiB) of the requests under way, copied once
 * into the request: at most {@code maxConcurrency * maxRequestBytes}; their answers, about 200 bytes an operation; and
 * after a loss the stored sources of 200 documents at a time for each such request.
 *
 * <p><b>Threads.</b> One virtual thread that cuts requests and one for each request under way; all have ended when {@link
 * #finish} or {@link #close} returns, save one that hangs in the listener.
 */
public final class BulkWriter implements AutoCloseable {

    /** How long interrupted threads get to come back before their operations are given up. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final BulkSettings settings;
    private final WriterState state;
    private final Courier courier;
    private final Reporter reporter;

    private BulkWriter(Cluster cluster, BulkSettings settings, OutcomeListener listener) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.settings = settings;
        this.state = new WriterState(settings, cluster.waiter(), random, "leat-bulk-" + UUID.randomUUID());
        this.reporter = new Reporter(state, listener);
        this.courier = new Courier(cluster, settings, state, reporter);
    }

    /** Opens a writer; nothing is sent yet. The cluster stays the caller's to close, after the writer. */
    public static BulkWriter open(Cluster cluster, BulkSettings settings, OutcomeListener listener) {
        BulkWriter writer = new BulkWriter(cluster, settings, listener);
        MarkedThreads.start("leat-bulk-dispatch", writer::dispatch);
        return writer;
    }

    private void dispatch() {
        courier.asOwnThread(() -> {
            try {
                for (Batch batch = state.next(); batch != null; batch = state.next()) {
                    Batch next = batch;
                    MarkedThreads.start("leat-bulk-request", () -> courier.asOwnThread(() -> courier.carry(next)));
                }
                reporter.reportDrained(reporter.unsent(state.drain()));
                reporter.report(state.awaitUnderWay(GRACE));
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the dispatcher", e);
            } finally {
                state.ended();
            }
        });
    }

    /**
     * Accepts one operation; blocks while too many bytes are in flight.
     *
     * @throws dev.leat.elastic.LeatException what made the writer fail; the operation was not accepted
     * @throws CancelledException when the thread was interrupted or the writer cancelled; it was not accepted
     * @throws IllegalStateException when the writer is finished or closed, or the caller is its own listener
     */
    public void write(BulkOperation operation) {
        requireForeignThread();
        try {
            state.accept(new Entry(operation));
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the bulk write", e);
        }
    }

    /**
     * Sends what is there without lingering, and blocks until everything written so far has its outcome. Has no deadline
     * of its own: the retry policy bounds it.
     *
     * @throws dev.leat.elastic.LeatException what made the writer fail
     * @throws CancelledException when the thread was interrupted (the writer goes on) or the writer cancelled
     */
    public void flush() {
        requireForeignThread();
        try {
            state.flush();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the flush of a bulk writer", e);
        }
    }

    /**
     * Throws what made the writer fail, if anything did; does not block. It says why to a listener whose operations were
     * not sent.
     */
    public void requireNotFailed() {
        state.requireNotFailed();
    }

    /** The account so far; of the whole once the writer has finished. */
    public BulkReport report() {
        return state.report();
    }

    /** The weight of what has no outcome yet, in bytes: see the memory bound above. */
    public long bytesInFlight() {
        return state.bytesInFlight();
    }

    /** As {@link #finish(Duration)}, with the deadline of the settings. */
    public BulkReport finish() {
        return finish(settings.finishDeadline());
    }

    /**
     * Accepts no more, waits until every operation has its outcome, and gives the account. When the deadline passes
     * before that, what waits is {@link WriteOutcome.Unsent}, what is under way {@link WriteOutcome.Unknown}: look for
     * these in the report. May be called again.
     *
     * @throws dev.leat.elastic.LeatException what made the writer fail; {@link #report} has the account all the same
     * @throws CancelledException when the thread was interrupted, which cancels the writer
     */
    public BulkReport finish(Duration deadline) {
        requireForeignThread();
        try {
            end(deadline);
        } catch (InterruptedException e) {
            cancel();
            throw CancelledException.interrupted("the end of a bulk writer", e);
        }
        state.requireNotFailed();
        return state.report();
    }

    private void end(Duration deadline) throws InterruptedException {
        state.finish();
        if (!state.awaitEnd(deadline)) {
            state.cut("not done within " + deadline.toMillis() / 1000.0 + " s");
            state.awaitEnd(GRACE.multipliedBy(2));
        }
    }

    /**
     * Stops at once, and blocks a few seconds at most: what waits is {@link WriteOutcome.Unsent}, what is under way
     * {@link WriteOutcome.Unknown}. Called by the listener it does not block. Does nothing when the writer has ended.
     */
    public void cancel() {
        state.cut("the writer was cancelled");
        if (courier.isOwnThread()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            state.awaitEnd(GRACE.multipliedBy(2));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes within the deadline of the settings and throws nothing; an interrupt cancels the writer and stays set. */
    @Override
    public void close() {
        requireForeignThread();
        try {
            end(settings.finishDeadline());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
        }
    }

    private void requireForeignThread() {
        if (courier.isOwnThread()) {
            throw new IllegalStateException("an outcome listener must not call its bulk writer");
        }
    }
}
