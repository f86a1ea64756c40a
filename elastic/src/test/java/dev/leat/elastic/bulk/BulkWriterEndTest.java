package dev.leat.elastic.bulk;

import static dev.leat.elastic.bulk.StubbedWriters.never;
import static dev.leat.elastic.bulk.StubbedWriters.operation;
import static dev.leat.elastic.bulk.StubbedWriters.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a writer ends: done, out of time, cancelled, interrupted, or by its listener. */
@Timeout(30)
class BulkWriterEndTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(8);

    private final StubbedWriters writers = new StubbedWriters();
    private final Outcomes outcomes = new Outcomes();

    @AfterEach
    void closeAll() throws Exception {
        writers.close();
    }

    @Test
    void finishEndsAtItsDeadlineWhenTheServerNeverAnswers() {
        BulkWriter writer = writers.open(
                new StubServer(never()), settings().withMaxRequestOperations(10).withMaxConcurrency(1), outcomes);
        for (int i = 0; i < 30; i++) {
            writer.write(operation(i));
        }
        writer.write(operation(0));

        long start = System.nanoTime();
        BulkReport report = writer.finish(Duration.ofMillis(300));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(report.submitted()).isEqualTo(31).isEqualTo(report.completed());
        assertThat(report.unknown()).isBetween(1L, 10L);
        assertThat(report.unsent()).isEqualTo(31 - report.unknown());
        assertThat(outcomes.of("i", "id-0"))
                .containsExactly(new Unknown("not done within 0.3 s"), new Unsent("not done within 0.3 s"));
        assertThat(outcomes.count()).isEqualTo(31);
    }

    @Test
    void closeEndsAtItsDeadlineAndThrowsNothing() {
        BulkWriter writer =
                writers.open(new StubServer(never()), settings().withFinishDeadline(Duration.ofMillis(200)), outcomes);
        writer.write(operation(1));

        long start = System.nanoTime();
        writer.close();
        writer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(outcomes.of("i", "id-1")).hasExactlyElementsOfTypes(Unknown.class);
    }

    @Test
    void cancelIsPrompt() {
        BulkWriter writer = writers.open(new StubServer(never()), settings().withMaxRequestOperations(1), outcomes);
        for (int i = 0; i < 50; i++) {
            writer.write(operation(i));
        }

        long start = System.nanoTime();
        writer.cancel();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        assertThat(writer.report().completed()).isEqualTo(50);
        assertThatThrownBy(() -> writer.write(operation(1)))
                .isInstanceOf(CancelledException.class)
                .hasMessage("bulk write: the writer was cancelled");
        assertThat(writer.finish().completed()).isEqualTo(50);
    }

    @Test
    void anInterruptedFinishCancels() throws Exception {
        BulkWriter writer = writers.open(new StubServer(never()), settings(), outcomes);
        writer.write(operation(1));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                writer.finish();
            } catch (LeatException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        assertThat(flag).isTrue();
        assertThat(writer.report().completed()).isEqualTo(1);
    }

    @Test
    void anInterruptedWriteIsNotAccepted() throws Exception {
        BulkWriter writer = writers.open(new StubServer(never()), settings().withMaxBytesInFlight(100), outcomes);
        writer.write(operation(1));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                writer.write(operation(2));
            } catch (LeatException e) {
                thrown.complete(e);
            }
        });

        thread.interrupt();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class).hasMessage("the bulk write was interrupted");
        writer.cancel();
        assertThat(writer.report().submitted()).isEqualTo(1);
    }

    @Test
    void whateverTheListenerThrowsEndsTheWriter() {
        IllegalArgumentException broken = new IllegalArgumentException("disk full");
        BulkWriter writer =
                writers.open(new StubServer((path, body) -> StubServer.created(body)), settings(), (op, outcome) -> {
                    throw broken;
                });
        writer.write(operation(1));

        assertThatThrownBy(writer::finish)
                .isInstanceOf(ListenerFailedException.class)
                .hasMessageContaining("disk full")
                .hasCause(broken);
        assertThat(writer.report().created()).isEqualTo(1);
    }

    @Test
    void aListenerMayCancelButNotWrite() {
        AtomicReference<BulkWriter> writer = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        writer.set(writers.open(new StubServer((path, body) -> StubServer.created(body)), settings(), (op, outcome) -> {
            try {
                writer.get().write(operation(2));
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
            writer.get().cancel();
        }));

        writer.get().write(operation(1));
        await().until(() -> writer.get().report().completed() == 1);

        assertThat(thrown.get()).hasMessage("an outcome listener must not call its bulk writer");
        writer.get().close();
    }

    @Test
    void aFinishedWriterTakesNoMore() {
        BulkWriter writer =
                writers.open(new StubServer((path, body) -> StubServer.created(body)), settings(), outcomes);
        writer.finish();

        assertThatThrownBy(() -> writer.write(operation(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the bulk writer is closed");
        assertThat(writer.finish().submitted()).isZero();
    }

    @Test
    void aListenerThatHangsDoesNotHangClose() {
        CountDownLatch latch = new CountDownLatch(1);
        BulkWriter writer = writers.open(
                new StubServer((path, body) -> StubServer.created(body)),
                settings().withFinishDeadline(Duration.ofMillis(100)),
                (op, outcome) -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        writer.write(operation(1));

        long start = System.nanoTime();
        writer.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
        latch.countDown();
    }
}
