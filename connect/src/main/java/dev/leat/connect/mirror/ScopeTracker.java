package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Decides when a checkpoint of a scope is durable: when every document put before it has its outcome. Documents are
 * counted by the {@link Interval} in which they were put; intervals settle in order. Thread-safe.
 */
final class ScopeTracker {

    /** Room for that many checkpoints in each attempt; further ones are not taken. */
    static final int ATTEMPT_SHIFT = 24;

    private final Journal journal;
    private final LongSupplier nanoTime;
    private final long saveEveryNanos;
    private final long firstNumber;
    private final long lastNumber;
    private final ScopeState before;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final ArrayDeque<Interval> open = new ArrayDeque<>();

    private Interval current;
    private ScopeState durable;
    private ScopeState saved;
    private Counts counted = Counts.none();
    private long lastSave;
    private long pending;

    /** Tracks one attempt at a scope, which goes on from the state that is there. */
    ScopeTracker(Journal journal, ScopeState before, int attempt, Duration saveEvery, LongSupplier nanoTime) {
        this.journal = journal;
        this.nanoTime = nanoTime;
        this.saveEveryNanos = saveEvery.toNanos();
        this.firstNumber = ((long) attempt << ATTEMPT_SHIFT) + 1;
        this.lastNumber = ((attempt + 1L) << ATTEMPT_SHIFT) - 1;
        this.before = before;
        this.durable = before;
        this.saved = before;
        this.current = new Interval(firstNumber);
        this.lastSave = nanoTime.getAsLong();
        open.add(current);
    }

    /** All intervals of this attempt: while it lives, what they mark is listed. */
    ScopeState.Range range() {
        return new ScopeState.Range(firstNumber, lastNumber);
    }

    /** Takes in a document and says in which interval. */
    Interval begin() {
        lock.lock();
        try {
            current.tally.read();
            current.pending++;
            pending++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Counts something that needs no outcome. */
    void count(Tally.Fate fate) {
        lock.lock();
        try {
            current.tally.read();
            current.tally.add(fate, 0);
        } finally {
            lock.unlock();
        }
    }

    /** A document has its outcome. */
    void done(Interval interval, Tally.Fate fate, long bytes) throws IOException {
        lock.lock();
        try {
            interval.tally.add(fate, bytes);
            interval.pending--;
            pending--;
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** A document will never have an outcome in this attempt: nothing from here on becomes durable. */
    void broken(Interval interval) {
        lock.lock();
        try {
            interval.broken = true;
            interval.pending--;
            pending--;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void checkpoint(Checkpoint checkpoint) throws IOException {
        lock.lock();
        try {
            if (current.number() == lastNumber) {
                return;
            }
            current.end = checkpoint;
            current = new Interval(current.number() + 1);
            open.add(current);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until every document that was taken in has its outcome, or never will. */
    void awaitOutcomes() throws InterruptedException {
        lock.lock();
        try {
            while (pending > 0) {
                settled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that everything was listed; every document must have its outcome. */
    ScopeState complete() throws IOException {
        lock.lock();
        try {
            current.end = durable.checkpoint();
            settle();
            if (!open.isEmpty()) {
                throw new IllegalStateException("The scope '" + before.name() + "' has documents without outcome");
            }
            durable = durable.withPhase(ScopeState.Phase.COMPLETED);
            save();
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /** Says that the listing has failed. What came after the last checkpoint stays in memory: it would be read again. */
    void fail() throws IOException {
        lock.lock();
        try {
            durable = durable.withPhase(ScopeState.Phase.FAILED);
            save();
        } finally {
            lock.unlock();
        }
    }

    /** Records what is durable by now. */
    void flush() throws IOException {
        lock.lock();
        try {
            save();
        } finally {
            lock.unlock();
        }
    }

    /** What became of all documents so far, those after the last durable checkpoint included. */
    Counts counts() {
        lock.lock();
        try {
            Counts all = before.counts().plus(counted);
            for (Interval interval : open) {
                all = all.plus(interval.tally.counts());
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void settle() throws IOException {
        boolean further = false;
        while (!open.isEmpty() && open.getFirst().isSettled()) {
            Interval interval = open.removeFirst();
            counted = counted.plus(interval.tally.counts());
            durable = before.reached(
                    Objects.requireNonNull(interval.end),
                    new ScopeState.Range(firstNumber, interval.number()),
                    counted);
            further = true;
        }
        if (further && nanoTime.getAsLong() - lastSave >= saveEveryNanos) {
            save();
        }
        settled.signalAll();
    }

    private void save() throws IOException {
        if (!durable.equals(saved)) {
            journal.record(durable);
            saved = durable;
        }
        lastSave = nanoTime.getAsLong();
    }
}
