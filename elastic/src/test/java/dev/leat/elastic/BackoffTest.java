package dev.leat.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    @Test
    void drawsEachDelayEvenlyFromZeroToTwiceTheLastCeiling() {
        Random random = new Random(7);

        for (int retry = 0; retry < 7; retry++) {
            long ceiling = 100L << retry;
            double mean = meanMillis(retry, random);
            assertThat(mean).as("retry %d", retry).isBetween(ceiling * 0.45, ceiling * 0.55);
        }
    }

    @Test
    void neverWaitsLongerThanTheCapHoweverOftenItFailed() {
        Random random = new Random(7);

        for (int retry : new int[] {7, 20, 61, 62, 63, 64, 1000, Integer.MAX_VALUE}) {
            for (int i = 0; i < 1000; i++) {
                assertThat(backoff.delay(retry, random)).isBetween(Duration.ZERO, Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void refusesACapBelowTheBase() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("not above cap");
    }

    private double meanMillis(int retry, Random random) {
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += backoff.delay(retry, random).toNanos() / 1e6;
        }
        return sum / 10_000;
    }
}
