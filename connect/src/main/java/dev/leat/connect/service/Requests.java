package dev.leat.connect.service;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;

/**
 * How patient requests to Elasticsearch are, and the start of the service with them.
 *
 * @param timeout {@code elasticsearch.request_timeout}
 * @param retries {@code elasticsearch.max_retries}
 * @param retryInterval {@code elasticsearch.retry_interval}
 * @param patience how long a job waits for Elasticsearch when a request of its fails: what {@code max_retries} and
 *     {@code retry_interval} come to where they are given; else as long as Elasticsearch is away
 * @param maxWait {@code elasticsearch.max_wait_duration}: how long Elasticsearch is waited for at the start
 * @param initialBackoff {@code elasticsearch.initial_backoff_duration}: the first pause of that wait
 * @param backoffMultiplier {@code elasticsearch.backoff_multiplier}: how much longer each further pause is
 * @param preflightAttempts {@code service.preflight_max_attempts}: how often it is tried to make the indices of the protocol
 * @param preflightIdle {@code service.preflight_idle}: between these attempts
 */
public record Requests(
        Duration timeout,
        int retries,
        Duration retryInterval,
        RetryPolicy patience,
        Duration maxWait,
        Duration initialBackoff,
        double backoffMultiplier,
        int preflightAttempts,
        Duration preflightIdle) {

    public static Requests standard() {
        return new Requests(
                Duration.ofSeconds(240),
                5,
                Duration.ofSeconds(10),
                RetryPolicy.untilAvailable(),
                Duration.ofSeconds(240),
                Duration.ofSeconds(1),
                2,
                10,
                Duration.ofSeconds(30));
    }

    /** The longest that so many tries with pauses that grow evenly may take, and no longer. */
    public static RetryPolicy patience(Duration timeout, int retries, Duration interval) {
        if (retries <= 0 || timeout.isNegative() || interval.isNegative()) {
            return RetryPolicy.none();
        }
        Duration least = interval.isZero() ? Duration.ofMillis(1) : interval;
        return RetryPolicy.within(longest(timeout, retries, interval))
                .withBackoff(new Backoff(least, least.multipliedBy(retries)));
    }

    /** The longest that one request with all its retries may take. */
    Duration longest() {
        return longest(timeout, retries, retryInterval);
    }

    private static Duration longest(Duration timeout, int retries, Duration interval) {
        return timeout.multipliedBy(retries).plus(interval.multipliedBy((long) retries * (retries - 1) / 2));
    }
}
