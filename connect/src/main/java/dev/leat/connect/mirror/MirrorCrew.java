package dev.leat.connect.mirror;

import dev.leat.connect.SourceException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.MarkedThreads;
import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The virtual threads that read the scopes of a run, a bounded number at a time, and the signal that ends them all. */
final class MirrorCrew implements AutoCloseable {

    /** How long a source may take to notice an interrupt before it is left behind. */
    private static final long PATIENCE_SECONDS = 10;

    private final int atOnce;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(MarkedThreads.numbered("leat-scope-"));
    private final StopSignal signal = new StopSignal(this::stop);
    private volatile Runnable whenStopped = () -> {};

    MirrorCrew(int atOnce) {
        this.atOnce = atOnce;
    }

    /** What one thread does with a scope or the like. */
    @FunctionalInterface
    interface Work<T> {
        void run(T item) throws InterruptedException, IOException;
    }

    StopSignal signal() {
        return signal;
    }

    /** What else is to be ended when the run is stopped. */
    void whenStopped(Runnable action) {
        whenStopped = action;
    }

    /**
     * Does the work for all items and returns when all is done.
     *
     * @throws LeatException when the run was stopped
     * @throws InterruptedException when the calling thread was interrupted
     */
    <T> void forEach(List<T> items, Work<T> work) throws InterruptedException {
        ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>(items);
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, items.size()); i++) {
            workers.add(threads.submit(() -> workOff(queue, work)));
        }
        try {
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException e) {
            signal.stop(new CancelledException("The run was interrupted", e));
            threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A worker of the mirror has failed", e.getCause());
        }
        signal.throwIfStopped();
    }

    /**
     * Lets the source report all it has on one thread, and returns what it returns.
     *
     * @param what the source fails to do when it throws, in words that go on after "The source"
     */
    <T> T read(String what, Callable<T> reading) throws InterruptedException {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        forEach(List.of(reading), task -> result.set(SourceQuestions.ask(what, task)));
        T read = result.get();
        if (read == null) {
            throw new SourceException("The source " + what + ": it stopped without a reason");
        }
        return read;
    }

    private <T> void workOff(ConcurrentLinkedQueue<T> queue, Work<T> work) {
        try {
            for (T item = queue.poll(); item != null; item = queue.poll()) {
                work.run(item);
            }
        } catch (InterruptedException e) {
            // Only the signal or the caller interrupts: both know.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            signal.stop(e);
        } catch (LeatException e) {
            signal.stop(e);
        } catch (RuntimeException | Error e) { // The end of the thread: a defect must not look like a finished scope.
            signal.stop(new UnavailableException("The mirror has a defect: " + e, e));
        }
    }

    private void stop() {
        threads.shutdownNow();
        whenStopped.run();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
