package dev.leat.cassandra.service;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Spreads work evenly over time. Time that was lost elsewhere is not made up for. Thread-safe. */
final class Pace {

    private final ReentrantLock lock = new ReentrantLock();
    private final long interval;
    private final Waiter waiter;
    private long next;

    /**
     * @param perSecond 0 for no limit
     */
    Pace(int perSecond, Waiter waiter) {
        this.interval = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.waiter = waiter;
        this.next = waiter.nanoTime();
    }

    /**
     * Waits until that many more may go.
     *
     * @throws CancelledException when the thread is interrupted
     */
    void take(int count) {
        if (interval == 0 || count == 0) {
            return;
        }
        long wait = reserve(count);
        if (wait > 0) {
            try {
                waiter.sleep(Duration.ofNanos(wait));
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("waiting for the rate limit", e);
            }
        }
    }

    /** The next ones have to wait for what these take. */
    private long reserve(int count) {
        lock.lock();
        try {
            long now = waiter.nanoTime();
            long begin = Math.max(now, next);
            next = begin + interval * count;
            return begin - now;
        } finally {
            lock.unlock();
        }
    }
}
