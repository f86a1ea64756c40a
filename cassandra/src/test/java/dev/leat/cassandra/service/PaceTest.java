package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final List<Duration> pauses = new ArrayList<>();
    private long now = 1_000_000_000;
    private final Waiter waiter = new Waiter() {
        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            pauses.add(duration);
            now += duration.toNanos();
        }
    };

    @Test
    void whoeverComesNextWaitsForWhatWasTaken() {
        Pace pace = new Pace(10, waiter);

        pace.take(5);
        pace.take(1);
        pace.take(1);

        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(100));
    }

    @Test
    void timeInWhichNothingWasTakenIsNotMadeUpFor() {
        Pace pace = new Pace(10, waiter);
        now += Duration.ofHours(1).toNanos();

        pace.take(10);
        pace.take(1);

        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void withoutALimitNobodyWaits() {
        Pace pace = new Pace(0, waiter);

        pace.take(1_000_000);
        pace.take(1_000_000);

        assertThat(pauses).isEmpty();
    }
}
