package dev.leat.elastic;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the delay before retry <i>n</i> is drawn evenly from zero to
 * {@code min(cap, base * 2^n)}, so that many callers that failed together do not come back together. (The rule is
 * that of the AWS Architecture Blog, "Exponential Backoff And Jitter", 2015.)
 *
 * @param base the upper end of the first delay
 * @param cap the upper end of every delay
 */
public record Backoff(Duration base, Duration cap) {

    public Backoff {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("base must be positive and not above cap: " + base + ", " + cap);
        }
    }

    /** 100 ms at first, 10 s at most. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    /**
     * The delay before one retry.
     *
     * @param retry 0 for the first retry
     */
    public Duration delay(int retry, RandomGenerator random) {
        long cap = this.cap.toNanos();
        long base = this.base.toNanos();
        long ceiling = retry < 62 && base <= (cap >> retry) ? base << retry : cap;
        return Duration.ofNanos(random.nextLong(ceiling + 1));
    }
}
