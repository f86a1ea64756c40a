package dev.leat.app.load;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Spreads documents evenly over time. Time that was lost elsewhere is not made up for. Not thread-safe. */
final class RateLimit {

    /** Shorter waits are saved up: a thread cannot be woken that exactly. */
    private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(5);

    private final long interval;
    private final Waiter waiter;
    private long next;

    /** @param perSecond {@link Integer#MAX_VALUE} for no limit */
    RateLimit(int perSecond, Waiter waiter) {
        this.interval = perSecond == Integer.MAX_VALUE ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.waiter = waiter;
        this.next = waiter.nanoTime();
    }

    /**
     * Waits until the next document may go.
     *
     * @throws CancelledException when the thread is interrupted
     */
    void take() {
        if (interval == 0) {
            return;
        }
        long wait = next - waiter.nanoTime();
        if (wait < 0) {
            next -= wait;
        } else if (wait > SHORTEST_WAIT) {
            sleep(wait);
        }
        next += interval;
    }

    private void sleep(long nanos) {
        try {
            waiter.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("waiting for the rate limit", e);
        }
    }
}
