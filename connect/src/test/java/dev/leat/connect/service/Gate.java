package dev.leat.connect.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where a source stops until it is let through, or interrupted. Thread-safe. */
final class Gate {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final String place;

    /** Stops at the first document. */
    Gate() {
        this("a 0");
    }

    /** Stops at that place, such as {@code a 12}. */
    Gate(String place) {
        this.place = place;
    }

    void stopAt(String where) throws InterruptedException {
        if (where.equals(place)) {
            arrived.countDown();
            open.await();
        }
    }

    /** As {@link #stopAt}, deaf to interrupts. */
    void stopDeafAt(String where) {
        if (where.equals(place)) {
            arrived.countDown();
            while (open.getCount() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    void awaitArrival() {
        try {
            if (!arrived.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody has come to " + place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    void open() {
        open.countDown();
    }
}
