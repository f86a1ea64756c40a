package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TasksTest {

    private final Tasks tasks = new Tasks("test", 2, 200, () -> {});
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void end() {
        go.countDown();
        tasks.end();
    }

    @Test
    void startsNothingTwiceAndNotMoreThanThereArePlaces() {
        assertThat(tasks.start("a", this::await)).isTrue();
        assertThat(tasks.start("a", this::await)).as("the same key").isFalse();
        assertThat(tasks.start("b", this::await)).isTrue();
        assertThat(tasks.start("c", this::await)).as("no place").isFalse();

        assertThat(tasks.keys()).containsExactlyInAnyOrder("a", "b");
        assertThat(tasks.free()).isZero();
    }

    @Test
    void waitsForAPlaceAsLongAsItIsTold() throws InterruptedException {
        tasks.start("a", this::await);
        tasks.start("b", this::await);

        assertThat(tasks.startWhenFree("c", this::await, Duration.ofMillis(20))).isFalse();
        go.countDown();

        CountDownLatch ran = new CountDownLatch(1);
        assertThat(tasks.startWhenFree("c", ran::countDown, Duration.ofSeconds(20)))
                .isTrue();
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void freesThePlaceOfATaskThatFails() throws InterruptedException {
        tasks.start("a", () -> {
            throw new IllegalStateException("a defect");
        });
        tasks.start("b", this::await);

        assertThat(tasks.startWhenFree("c", this::await, Duration.ofSeconds(20)))
                .isTrue();
        assertThat(tasks.keys()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void interruptsWhatRunsWhenItEndsAndStartsNothingMore() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        tasks.start("a", () -> {
            started.countDown();
            interrupted.set(!await());
        });
        awaitLatch(started);

        tasks.end();

        assertThat(interrupted).isTrue();
        assertThat(tasks.start("b", this::await)).isFalse();
    }

    @Test
    void leavesBehindWhatDoesNotEnd() {
        AtomicBoolean end = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        tasks.start("deaf", () -> {
            started.countDown();
            while (!end.get()) {
                Thread.onSpinWait();
            }
        });
        awaitLatch(started);

        tasks.end();

        assertThat(tasks.keys()).containsExactly("deaf");
        end.set(true);
    }

    private boolean await() {
        return awaitLatch(go);
    }

    private static boolean awaitLatch(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
