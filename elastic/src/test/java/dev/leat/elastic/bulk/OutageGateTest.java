package dev.leat.elastic.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageGateTest {

    private static final long SECOND = 1_000_000_000L;

    /** Always the longest pause. */
    private final OutageGate gate = new OutageGate(
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10)), new java.util.random.RandomGenerator() {
                @Override
                public long nextLong() {
                    return 0;
                }

                @Override
                public long nextLong(long bound) {
                    return bound - 1;
                }
            });

    @Test
    void oneFailureStopsNobody() {
        gate.failed(0, 1, null);

        assertThat(gate.untilOpen(2, 3)).isZero();
    }

    @Test
    void pausesGrowWithFailuresInARow() {
        gate.failed(0, 1, null);
        gate.failed(2, 3, null);
        assertThat(gate.untilOpen(3, 0)).isEqualTo(SECOND);

        gate.failed(2 * SECOND, 2 * SECOND, null);
        assertThat(gate.untilOpen(2 * SECOND, 0)).isEqualTo(2 * SECOND);
    }

    @Test
    void requestsGoOneAtATimeUntilOneIsAnswered() {
        gate.failed(0, 1, null);
        gate.failed(2, 3, null);

        assertThat(gate.untilOpen(20 * SECOND, 1)).isEqualTo(OutageGate.NEVER);
        assertThat(gate.untilOpen(20 * SECOND, 0)).isZero();

        gate.answered();
        assertThat(gate.untilOpen(20 * SECOND, 3)).isZero();
    }

    @Test
    void requestsThatFailTogetherAreOneFailure() {
        gate.failed(0, 10, null);
        gate.failed(1, 11, null);
        gate.failed(2, 12, null);

        assertThat(gate.untilOpen(13, 0)).isZero();
    }

    @Test
    void leavesTheClusterAloneForAsLongAsItAsks() {
        gate.failed(0, 1, Duration.ofSeconds(7));

        assertThat(gate.untilOpen(SECOND, 0)).isEqualTo(6 * SECOND + 1);
    }
}
