package dev.leat.connect.service;

import java.time.Duration;

/**
 * How patient requests to Elasticsearch are, and the start of the service with them.
 *
 * @param timeout {@code elasticsearch.request_timeout}
 * @param retries {@code elasticsearch.max_retries}
 * @param retryInterval {@code elasticsearch.retry_interval}
 * @param maxWait {@code elasticsearch.max_wait_duration}: how long Elasticsearch is waited for at the start
 * @param initialBackoff {@code elasticsearch.initial_backoff_duration}: the first pause of that wait
 * @param backoffMultiplier {@code elasticsearch.backoff_multiplier}: how much longer each further pause is
 * @param preflightAttempts {@code service.preflight_max_attempts}: for the indices of the protocol
 * @param preflightIdle {@code service.preflight_idle}: between these attempts
 */
public record Requests(
        Duration timeout,
        int retries,
        Duration retryInterval,
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
                Duration.ofSeconds(240),
                Duration.ofSeconds(1),
                2,
                10,
                Duration.ofSeconds(30));
    }

    /** The longest that one request with all its retries may take. */
    Duration longest() {
        return timeout.multipliedBy(retries).plus(retryInterval.multipliedBy((long) retries * (retries - 1) / 2));
    }
}
