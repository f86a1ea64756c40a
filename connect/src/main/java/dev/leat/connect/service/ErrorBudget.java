package dev.leat.connect.service;

import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.elastic.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many errors of loops a service puts up with: more than that many within a span, and something is wrong that
 * waiting will not mend. An outage of Elasticsearch does not count: it is waited out. Thread-safe.
 */
final class ErrorBudget {

    private final int most;
    private final Duration span;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Instant> errors = new ArrayDeque<>();

    ErrorBudget(int most, Duration span, Clock clock) {
        this.most = most;
        this.span = span;
        this.clock = clock;
    }

    /**
     * Counts an error.
     *
     * @throws ServiceFailedException when there were too many
     */
    void spend(Action loop, RuntimeException error) {
        if (error instanceof UnavailableException) {
            return;
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            errors.addLast(now);
            while (errors.getFirst().isBefore(now.minus(span))) {
                errors.removeFirst();
            }
            if (errors.size() > most) {
                throw new ServiceFailedException(
                        "The service gives up after %d errors within %d s (service.max_errors is %d); the last, in %s: %s"
                                .formatted(
                                        errors.size(),
                                        span.toSeconds(),
                                        most,
                                        ServiceEvent.word(loop),
                                        error.getMessage()),
                        error);
            }
        } finally {
            lock.unlock();
        }
    }
}
