package dev.leat.connect.service;

import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The wait between two passes of a loop, which ends early when somebody has work for it. Thread-safe. */
final class Pause {

    /** How soon a wake is noticed. Nothing but a flag is looked at that often. */
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Waiter waiter;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean noted = new AtomicBoolean();

    Pause(Waiter waiter) {
        this.waiter = waiter;
    }

    /** Ends the wait that is under way, or the next one. */
    void wake() {
        woken.set(true);
    }

    /** Notes that there will be work when {@link #wakeIfNoted} is called next. */
    void noteWork() {
        noted.set(true);
    }

    /** Wakes if work was noted. */
    void wakeIfNoted() {
        if (noted.getAndSet(false)) {
            wake();
        }
    }

    /** Blocks for that long, or until it is woken. */
    void await(Duration duration) throws InterruptedException {
        long until = waiter.nanoTime() + duration.toNanos();
        while (!woken.getAndSet(false)) {
            Duration left = Duration.ofNanos(until - waiter.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return;
            }
            waiter.sleep(left.compareTo(SLICE) < 0 ? left : SLICE);
        }
    }
}
