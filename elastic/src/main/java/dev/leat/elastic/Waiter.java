package dev.leat.elastic;

import java.time.Duration;

/** Time as Leat sees it, so that a test can let hours pass at once. Thread-safe. */
public interface Waiter {

    /** A clock that only goes forward, in nanoseconds from an arbitrary point. */
    long nanoTime();

    /** Blocks the calling thread for that long. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's own clock. */
    static Waiter system() {
        return SystemWaiter.INSTANCE;
    }
}
