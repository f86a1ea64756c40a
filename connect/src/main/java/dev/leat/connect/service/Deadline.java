package dev.leat.connect.service;

import dev.leat.connect.SourceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A question to a source that may hang: asked in a thread of its own, and given up after a while. */
final class Deadline {

    private final Thread thread;
    private final FutureTask<Void> task;

    private Deadline(Thread thread, FutureTask<Void> task) {
        this.thread = thread;
        this.task = task;
    }

    /** Begins to ask. */
    static Deadline start(String name, Callable<Void> question) {
        FutureTask<Void> task = new FutureTask<>(question);
        return new Deadline(Thread.ofVirtual().name(name).start(task), task);
    }

    /** Whether the thread is still busy with it, given up or not. */
    boolean isBusy() {
        return thread.isAlive();
    }

    /**
     * Waits for the end, and interrupts the thread when it does not come in time or the caller is interrupted.
     *
     * @throws SourceException when it did not come in time
     * @throws Exception what the question threw
     */
    void await(Duration patience) throws Exception {
        try {
            task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SourceException(
                    "The source did not answer within %d s; is it up, and can it be reached from here?"
                            .formatted(Math.max(1, patience.toSeconds())),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new IllegalStateException("The source has a defect: " + e.getCause(), e.getCause());
        } finally {
            thread.interrupt();
        }
    }
}
