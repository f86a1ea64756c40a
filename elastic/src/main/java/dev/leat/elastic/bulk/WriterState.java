package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.bulk.FlushTickets.Ticket;
import dev.leat.elastic.bulk.Lifecycle.Phase;
import dev.leat.elastic.bulk.OperationQueue.Pace;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of one writer share, behind one lock: callers put operations in, the dispatcher takes batches out,
 * couriers hand batches back. Does no I/O and calls nobody while it holds the lock. Thread-safe.
 */
final class WriterState {

    private final ReentrantLock lock = new ReentrantLock();

    /** For the dispatcher. */
    private final Condition work = lock.newCondition();

    /** For callers that wait for outcomes or for the end. */
    private final Condition progress = lock.newCondition();

    private final Waiter waiter;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final String name;
    private final long start;

    private final Lifecycle life = new Lifecycle();
    private final Admission admission;
    private final OperationQueue queue;
    private final Traffic traffic;
    private final Ledger ledger = new Ledger();
    private final FlushTickets tickets = new FlushTickets();
    private final Set<Batch> underWay = new LinkedHashSet<>();

    private long outstanding;
    private long batches;
    private long end;

    /** @param name goes before the number in the opaque id of each request; unique among all writers */
    WriterState(BulkSettings settings, Waiter waiter, RandomGenerator random, String name) {
        this.waiter = waiter;
        this.policy = settings.retryPolicy();
        this.random = random;
        this.name = name;
        this.start = waiter.nanoTime();
        this.admission = new Admission(lock, settings.maxBytesInFlight());
        this.queue = new OperationQueue(
                settings.maxRequestBytes(),
                settings.maxRequestOperations(),
                settings.linger().toNanos());
        this.traffic = new Traffic(settings.maxConcurrency(), policy, random);
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an operation in; blocks while there is no room. */
    void accept(Entry entry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            life.requireOpen();
            if (admission.mustWait(entry.weight())) {
                admission.await(entry.weight(), this::checkWhileWaiting);
            }
            admission.enter(entry.weight());
            entry.accepted(ledger.submitted(), waiter.nanoTime());
            outstanding++;
            if (queue.add(entry) && traffic.hasFreeSlot()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkWhileWaiting() {
        life.requireOpen();
        work.signal();
    }

    /** Blocks until everything accepted so far has its outcome. */
    void flush() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Ticket ticket = tickets.draw(ledger.submittedSoFar(), outstanding);
            work.signal();
            try {
                while (!ticket.isDone() && life.phase() != Phase.ENDED) {
                    progress.await();
                }
            } finally {
                tickets.giveBack(ticket);
            }
            life.requireNotStopped();
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more operations in. */
    void finish() {
        locked(() -> wakeIf(life.moveTo(Phase.FINISHING)));
    }

    /** Stops sending because of a failure; the first one counts. */
    void fail(LeatException cause) {
        locked(() -> wakeIf(life.fail(cause)));
    }

    /** Stops sending and interrupts what is under way. */
    void cut(String reason) {
        locked(() -> {
            if (life.cut(reason)) {
                underWay.forEach(Batch::interrupt);
                wakeIf(true);
            }
        });
    }

    private void wakeIf(boolean changed) {
        if (changed) {
            work.signalAll();
            progress.signalAll();
            admission.wakeAll();
        }
    }

    /** Waits at most that long for the end. Returns whether it came. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = limit.toNanos();
            while (life.phase() != Phase.ENDED && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
            return life.phase() == Phase.ENDED;
        } finally {
            lock.unlock();
        }
    }

    /** Throws what made the writer fail, if anything did. */
    void requireNotFailed() {
        locked(() -> life.requireNotFailed());
    }

    String reasonOfStop() {
        return locked(() -> life.reasonOfStop());
    }

    BulkReport report() {
        lock.lock();
        try {
            long now = life.phase() == Phase.ENDED ? end : waiter.nanoTime();
            return ledger.report(Duration.ofNanos(now - start));
        } finally {
            lock.unlock();
        }
    }

    long bytesInFlight() {
        return locked(() -> admission.inFlight());
    }

    /** The next request to send, waiting for it; null when no more is to be sent. */
    @Nullable
    Batch next() throws InterruptedException {
        lock.lock();
        try {
            while (!life.sendsNoMore() && !(life.phase() == Phase.FINISHING && outstanding == 0)) {
                long now = waiter.nanoTime();
                long nanos = untilNext(now);
                if (nanos <= 0) {
                    return batch(now);
                }
                if (nanos == OperationQueue.NEVER) {
                    work.await();
                } else {
                    work.awaitNanos(nanos);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long untilNext(long now) {
        long ready = queue.untilReady(now, pace());
        return ready == OperationQueue.NEVER ? ready : Math.max(ready, traffic.untilFree(now));
    }

    /** Nobody lingers for others when somebody waits for an outcome or for room. */
    private Pace pace() {
        boolean urgent = life.phase() != Phase.OPEN || !tickets.isEmpty() || admission.hasWaiters();
        return urgent ? Pace.AT_ONCE : Pace.LINGER;
    }

    private Batch batch(long now) {
        Batch batch = new Batch(queue.take(now, pace()), name + "-" + batches++, now);
        underWay.add(batch);
        traffic.sent();
        ledger.sent(batch);
        return batch;
    }

    /** What will never be sent, once {@link #next} has given null: not under way, and not behind anything under way. */
    List<Entry> drain() {
        return locked(() -> queue.drain());
    }

    /**
     * Waits until no batch is under way; after a cut only for the given grace.
     *
     * @return the operations of batches that did not come back in time, now the caller's to report
     */
    List<Settled> awaitUnderWay(Duration grace) throws InterruptedException {
        lock.lock();
        try {
            long nanos = grace.toNanos();
            while (!underWay.isEmpty() && nanos > 0) {
                if (life.waitsNoMore()) {
                    nanos = work.awaitNanos(nanos);
                } else {
                    work.await();
                }
            }
            List<Settled> abandoned = new ArrayList<>();
            for (Batch batch : underWay) {
                abandoned.addAll(batch.giveUp(life.reasonOfStop()));
            }
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** The dispatcher's last word. */
    void ended() {
        locked(() -> {
            end = waiter.nanoTime();
            wakeIf(life.moveTo(Phase.ENDED));
        });
    }

    /**
     * The calling thread is about to wait for the cluster on behalf of a batch, and may be interrupted from now on.
     *
     * @throws dev.leat.elastic.CancelledException when nothing is waited for any more
     */
    void enterWait(Batch batch) {
        locked(() -> {
            if (life.waitsNoMore()) {
                life.requireNotStopped();
            }
            batch.waiting = Thread.currentThread();
        });
    }

    /** The answer to a batch's request is there: its slot is free for another. */
    void answered(Batch batch, Reply reply) {
        locked(() -> {
            if (reply instanceof Reply.TooLarge) {
                queue.shrink(batch.bytes);
            }
            traffic.answered(batch, reply, waiter.nanoTime());
            work.signal();
        });
    }

    /** Some operations of an answered batch were refused for lack of room. */
    void overloaded(Batch batch) {
        locked(() -> traffic.overloaded(batch, waiter.nanoTime()));
    }

    /** A request of that many bytes was lost again and again, as happens to one that is too large for its way. */
    void suspectSize(long bytes) {
        locked(() -> queue.shrink(bytes));
    }

    /** Those of the operations that the batch still holds: they are now the caller's to report, and nobody else's. */
    List<Settled> claim(Batch batch, List<Settled> settled) {
        return locked(() -> {
            batch.waiting = null;
            // An interrupt that was meant for the waiting must not disturb the reporting.
            Thread.interrupted();
            return batch.claim(settled);
        });
    }

    /** Ends a batch: what it still holds is the caller's to report. */
    List<Settled> rest(Batch batch) {
        return locked(() -> {
            batch.waiting = null;
            Thread.interrupted();
            return batch.giveUp(life.reasonOfStop());
        });
    }

    /** A courier is done with its batch. */
    void release(Batch batch) {
        locked(() -> {
            underWay.remove(batch);
            work.signal();
        });
    }

    /** Hands operations back to be sent again, after a pause if they failed; the writer fails if that is too long. */
    void again(Batch batch, List<Entry> entries, Failing failing) {
        if (entries.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            long now = waiter.nanoTime();
            long pause = failing.pause(entries, now, policy, random, cause -> wakeIf(life.fail(cause)));
            if (life.sendsNoMore()) {
                return; // The batch holds them still, and ends them.
            }
            List<Entry> held = batch.release(entries);
            ledger.retried(held.size());
            queue.again(held, now + pause);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Operations were reported, and the next ones on their documents may go.
     *
     * @return those next ones, if nothing is sent any more: they are the caller's to report
     */
    List<Entry> completed(List<Settled> settled) {
        lock.lock();
        try {
            List<Entry> followers = new ArrayList<>();
            boolean last = life.sendsNoMore();
            for (Settled one : settled) {
                if (last) {
                    followers.addAll(queue.completeLast(one.entry()));
                } else {
                    queue.complete(one.entry());
                }
                account(one);
            }
            progress.signalAll();
            work.signal();
            return followers;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #completed}, for operations that the queue does not know any more. */
    void completedAfterDrain(List<Settled> settled) {
        locked(() -> {
            settled.forEach(this::account);
            progress.signalAll();
        });
    }

    private void account(Settled one) {
        ledger.completed(one.outcome());
        outstanding--;
        tickets.completed(one.entry());
        admission.leave(one.entry().weight());
    }
}
