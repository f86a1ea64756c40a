package dev.leat.cassandra.sync;

import java.time.Duration;

/**
 * What a pair decides by.
 *
 * @param maxSkew how far the clocks of all writers may be apart; a time further ahead of ours is no time that anybody
 *     wrote at
 * @param future what becomes of a write whose time is further ahead than that
 * @param lateness how long a request to Elasticsearch may be under way, or an instance that lost its lease may sleep
 *     between a check of it and a write
 */
public record Rules(Direction direction, Duration maxSkew, Future future, Duration lateness) {

    /** What becomes of a document that says it was edited in the future, or of a row that can only be changed from there. */
    public enum Future {
        /** The time counts as the furthest that is allowed. A cell from the future is still overwritten from there. */
        CLAMP,
        /** It is refused. */
        DEAD_LETTER
    }

    /** Both ways, clocks within 5 s, edits from the future clamped, requests done within 10 minutes. */
    public static Rules standard() {
        return new Rules(Direction.BOTH, Duration.ofSeconds(5), Future.CLAMP, Duration.ofMinutes(10));
    }

    public Rules withDirection(Direction direction) {
        return new Rules(direction, maxSkew, future, lateness);
    }

    public Rules withFuture(Future future) {
        return new Rules(direction, maxSkew, future, lateness);
    }

    long latest(long now) {
        return now + maxSkew.toNanos() / 1000;
    }

    long doubtsSince(long now) {
        return now - (lateness.toNanos() + maxSkew.toNanos()) / 1000;
    }
}
