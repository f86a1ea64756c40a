package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import org.junit.jupiter.api.Test;

class ErrorMonitorTest {

    private final StopSignal signal = new StopSignal(() -> {});

    private void fail(ErrorMonitor monitor, int times) {
        for (int i = 0; i < times; i++) {
            monitor.failure("id-" + i, "reason " + i);
        }
    }

    @Test
    void stopsWhenMoreThanSoManyFailInARow() {
        ErrorMonitor monitor = new ErrorMonitor(new ErrorLimits(1_000, 3, 1, 100), signal);

        fail(monitor, 3);
        monitor.success();
        fail(monitor, 3);
        assertThat(signal.isStopped()).isFalse();

        monitor.failure("the last", "too long");
        assertThatThrownBy(signal::throwIfStopped)
                .isInstanceOf(TooManyErrorsException.class)
                .hasMessage("more than max_consecutive_errors = 3 documents failed in a row; the last ones: 'id-1' "
                        + "(reason 1); 'id-2' (reason 2); 'the last' (too long); look at the dead letters, mend the "
                        + "cause, and run it again");
    }

    @Test
    void stopsWhenMoreThanSoManyFailInAll() {
        ErrorMonitor monitor = new ErrorMonitor(new ErrorLimits(4, 100, 1, 100), signal);
        for (int i = 0; i < 4; i++) {
            monitor.failure("x", "y");
            monitor.success();
        }
        assertThat(signal.isStopped()).isFalse();

        monitor.failure("x", "y");

        assertThatThrownBy(signal::throwIfStopped).hasMessageContaining("more than max_total_errors = 4 documents");
    }

    @Test
    void stopsWhenTooLargeAPartOfTheLastOnesFailsAndForgetsOlderOnes() {
        ErrorMonitor monitor = new ErrorMonitor(new ErrorLimits(1_000, 100, 0.2, 10), signal);
        for (int round = 0; round < 50; round++) {
            monitor.failure("x", "y");
            for (int i = 0; i < 4; i++) {
                monitor.success();
            }
        }
        assertThat(signal.isStopped()).isFalse();

        monitor.failure("x", "y");
        monitor.failure("x", "y");

        assertThatThrownBy(signal::throwIfStopped)
                .hasMessageStartingWith("3 of the last 10 documents failed, more than max_error_rate = 0.2 allows");
    }

    @Test
    void onlyCountsWhenThereAreNoLimits() {
        ErrorMonitor monitor = new ErrorMonitor(ErrorLimits.none(), signal);

        fail(monitor, 10_000);

        assertThat(signal.isStopped()).isFalse();
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatThrownBy(() -> new ErrorLimits(1, 1, 1.5, 10))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be from 0 to 1, but is 1.5");
        assertThatThrownBy(() -> new ErrorLimits(1, 1, 1, 0)).hasMessageContaining("must be at least 1, but is 0");
    }
}
