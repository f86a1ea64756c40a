package dev.leat.elastic.cluster;

import dev.leat.elastic.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long, and how often, what may be sent again is sent again.
 *
 * @param deadline from the first try to the last; null to wait as long as the cluster is away
 * @param backoff between two tries; a {@code Retry-After} of the other side is honoured on top of it
 */
public record RetryPolicy(@Nullable Duration deadline, Backoff backoff) {

    /** One minute: long enough for a node to restart, short enough for a person who waits. */
    public static RetryPolicy standard() {
        return within(Duration.ofMinutes(1));
    }

    /** One try. */
    public static RetryPolicy none() {
        return within(Duration.ZERO);
    }

    public static RetryPolicy within(Duration deadline) {
        return new RetryPolicy(deadline, Backoff.standard());
    }

    /** Waits as long as the cluster is away and resumes where it was; ends only by an interrupt. */
    public static RetryPolicy untilAvailable() {
        return new RetryPolicy(null, Backoff.standard());
    }

    public RetryPolicy withBackoff(Backoff backoff) {
        return new RetryPolicy(deadline, backoff);
    }

    /** Whether a pause of that length, after that much time, still ends before the deadline. */
    public boolean allows(Duration elapsed, Duration pause) {
        return deadline == null || elapsed.plus(pause).compareTo(deadline) < 0;
    }
}
