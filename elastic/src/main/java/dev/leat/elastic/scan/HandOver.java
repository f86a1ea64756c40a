package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue of pages between the readers of a scan and one consumer, bounded by bytes. Thread-safe. */
final class HandOver {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ScannedPage> pages = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;
    private boolean finished;
    private @Nullable Throwable failure;

    /** @param mostBytes that wait at a time; a single page may be larger */
    HandOver(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Waits for room. */
    void put(ScannedPage page) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes > 0 && bytes + page.bytes() > mostBytes) {
                changed.await();
            }
            pages.add(page);
            bytes += page.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that no page will follow, because all were read or because that failed. */
    void finish(@Nullable Throwable failure) {
        lock.lock();
        try {
            this.failure = failure;
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next page; null when all have been taken. Throws the failure of the readers at once. */
    @Nullable
    ScannedPage take() {
        lock.lock();
        try {
            while (pages.isEmpty() && !finished) {
                changed.await();
            }
            if (failure != null) {
                throw Crew.unchecked(failure);
            }
            ScannedPage page = pages.poll();
            if (page != null) {
                bytes -= page.bytes();
                changed.signalAll();
            }
            return page;
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("reading a scan's stream", e);
        } finally {
            lock.unlock();
        }
    }
}
