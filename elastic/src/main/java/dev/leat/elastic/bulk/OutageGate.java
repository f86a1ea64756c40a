package dev.leat.elastic.bulk;

import dev.leat.elastic.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a writer from storming a cluster that does not answer: after two requests in a row that came to nothing, further
 * ones wait with growing pauses and go one at a time, until one is answered. Pure; the writer's lock guards it.
 */
final class OutageGate {

    /** For {@link #untilOpen}: only an answer, not time, opens the gate. */
    static final long NEVER = Long.MAX_VALUE;

    private final Backoff backoff;
    private final RandomGenerator random;
    private int failures;
    private long lastFailure;
    private boolean closed;
    private long closedUntil;

    OutageGate(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** How many nanoseconds until the next request may go; 0 for now. */
    long untilOpen(long now, int underWay) {
        if (failures > 1 && underWay > 0) {
            return NEVER;
        }
        return closed ? Math.max(0, closedUntil - now) : 0;
    }

    /** A request was answered. */
    void answered() {
        failures = 0;
        closed = false;
    }

    /** A request came to nothing: not sent, lost, or refused as a whole. */
    void failed(long sentAt, long now, @Nullable Duration retryAfter) {
        // Requests that were under way together fail together: that is one failure.
        if (failures == 0 || sentAt - lastFailure >= 0) {
            failures++;
            lastFailure = now;
            if (failures > 1) {
                close(now + backoff.delay(failures - 2, random).toNanos());
            }
        }
        if (retryAfter != null) {
            close(now + retryAfter.toNanos());
        }
    }

    private void close(long until) {
        closedUntil = closed && closedUntil - until > 0 ? closedUntil : until;
        closed = true;
    }
}
