package dev.leat.datastore.schema;

import dev.leat.elastic.UnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sole right to change the indices of one collection, for as long as it is renewed. The holder asks before each step
 * whether it still has it. Thread-safe; blocks.
 */
final class Lease implements AutoCloseable {

    private final LeaseLock lock;
    private final String collection;
    private final String id;
    private final long term;
    private final ReentrantLock renewing = new ReentrantLock();
    private ControlDocuments.@Nullable Entry entry;
    private long renewed;

    Lease(LeaseLock lock, String collection, String id, long term, ControlDocuments.Entry entry, long renewed) {
        this.lock = lock;
        this.collection = collection;
        this.id = id;
        this.term = term;
        this.entry = entry;
        this.renewed = renewed;
    }

    /** Higher than that of every holder before. */
    long term() {
        return term;
    }

    /**
     * Returns while the lease is held, and renews it when a third of its lifetime has passed.
     *
     * @throws UnavailableException when another process has taken it over: this one was away for too long
     */
    void requireHeld() {
        renewing.lock();
        try {
            if (isOlderThan(lock.lifetime().dividedBy(3))) {
                renew();
            }
            // Renewing may have taken an outage; if nobody else came meanwhile, it is still this process's turn.
            while (entry != null && isOlderThan(lock.lifetime())) {
                renew();
            }
            if (entry == null) {
                throw new UnavailableException(
                        "another process has taken over the change of collection " + collection + " (after term " + term
                                + "), because this one gave no sign of life for "
                                + Duration.ofMillis(lock.lifetime().toMillis()).toSeconds() + " s",
                        null);
            }
        } finally {
            renewing.unlock();
        }
    }

    private boolean isOlderThan(Duration age) {
        return lock.waiter().nanoTime() - renewed > age.toNanos();
    }

    private void renew() {
        long asked = lock.waiter().nanoTime();
        entry = entry == null ? null : lock.renew(id, term, entry);
        renewed = asked;
    }

    /** Lets the next one in at once, also when this process was told to stop. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        renewing.lock();
        try {
            if (entry != null) {
                lock.release(id, term, entry);
                entry = null;
            }
        } finally {
            renewing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
