package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.connect.service.ServiceStatus.State;
import dev.leat.elastic.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopRunnerTest {

    private final ManualTime time = new ManualTime("2026-01-01T00:00:00Z");
    private final StatusBoard board = new StatusBoard(EnumSet.of(Action.SCHEDULE), time, ServiceEvents.none());
    private final Pause pause = new Pause(time);
    private final List<Instant> passes = new ArrayList<>();

    @Test
    void runsEveryPassAfterThePauseUntilItIsInterrupted() {
        run(() -> {});

        assertThat(passes)
                .containsExactly(
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T00:00:30Z"),
                        Instant.parse("2026-01-01T00:01:00Z"));
        assertThat(board.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void comesBackAtOnceWhenItIsWoken() {
        run(pause::wake);

        assertThat(passes).hasSize(3).allMatch(at -> at.equals(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void goesOnAfterAnErrorAndShowsIt() {
        run(() -> {
            throw new RejectedException(400, "type", "no");
        });

        assertThat(passes).hasSize(3);
        ServiceStatus status = board.status();
        assertThat(status.state()).isEqualTo(State.DEGRADED);
        assertThat(status.loops().getFirst().errors()).isEqualTo(3);
        assertThat(status.loops().getFirst().lastError()).isEqualTo("no");
    }

    @Test
    void endsWithTheErrorOfTheBudget() {
        ErrorBudget none = new ErrorBudget(0, Duration.ofMinutes(10), time);
        LoopRunner runner = runner(
                () -> {
                    throw new IllegalStateException("a defect");
                },
                none);

        assertThatThrownBy(runner::run)
                .isInstanceOf(ServiceFailedException.class)
                .hasMessageContaining("the last, in schedule: a defect");
    }

    /** Three passes; the third asks for the end. */
    private void run(Runnable inPass) {
        runner(
                        () -> {
                            passes.add(time.instant());
                            if (passes.size() == 3) {
                                Thread.currentThread().interrupt();
                            }
                            inPass.run();
                        },
                        new ErrorBudget(20, Duration.ofMinutes(10), time))
                .run();
        assertThat(Thread.interrupted() || passes.size() == 3).isTrue();
    }

    private LoopRunner runner(LoopRunner.Pass pass, ErrorBudget budget) {
        return new LoopRunner(Action.SCHEDULE, pass, Duration.ofSeconds(30), pause, budget, board, time);
    }
}
