package dev.leat.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Waiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final Clock clock = new Clock();

    @Test
    void spreadsDocumentsOverTime() {
        RateLimit limit = new RateLimit(100, clock);

        for (int i = 0; i < 1_001; i++) {
            limit.take();
        }

        assertThat(Duration.ofNanos(clock.now)).isBetween(Duration.ofMillis(9_990), Duration.ofSeconds(10));
    }

    @Test
    void doesNotMakeUpForTimeThatWasLostElsewhere() {
        RateLimit limit = new RateLimit(100, clock);
        limit.take();
        clock.now = Duration.ofSeconds(60).toNanos();

        for (int i = 0; i < 101; i++) {
            limit.take();
        }

        assertThat(Duration.ofNanos(clock.now)).isBetween(Duration.ofMillis(60_990), Duration.ofSeconds(61));
    }

    @Test
    void keepsTheAverageWhereSingleWaitsAreTooShort() {
        RateLimit limit = new RateLimit(100_000, clock);

        for (int i = 0; i < 100_001; i++) {
            limit.take();
        }

        assertThat(Duration.ofNanos(clock.now)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitWithoutALimit() {
        RateLimit limit = new RateLimit(Integer.MAX_VALUE, clock);

        for (int i = 0; i < 1_000_000; i++) {
            limit.take();
        }

        assertThat(clock.now).isZero();
    }

    /** Time that passes only in sleep. */
    private static final class Clock implements Waiter {
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now += duration.toNanos();
        }
    }
}
