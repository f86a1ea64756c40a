package dev.leat.connect.mirror;

import dev.leat.elastic.MarkedThreads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs the fetching of contents, a bounded number at a time, each on a virtual thread of its own. Thread-safe.
 */
final class ContentFetcher implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore permits;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(MarkedThreads.numbered("leat-content-"));

    ContentFetcher(int atOnce) {
        this.permits = new Semaphore(atOnce);
    }

    /** Blocks until it is this task's turn, then lets it run. Either the task runs, or this throws. */
    void submit(Runnable task) throws InterruptedException {
        permits.acquire();
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    permits.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            permits.release();
            throw new InterruptedException("The run has ended");
        }
    }

    /** Interrupts what runs. */
    void cancel() {
        threads.shutdownNow();
    }

    /** Interrupts what still runs and waits a little for it. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
