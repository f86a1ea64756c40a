package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.MarkedThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the same with many things on a few virtual threads. After the first failure, or an interrupt of the caller, no
 * further thing is begun; the call returns only when every thread has ended.
 */
final class Crew<T> {

    private final Queue<T> items;
    private final Task<T> task;
    private final OnFailure onFailure;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What is done with each thing. */
    @FunctionalInterface
    interface Task<T> {
        void run(T item) throws IOException, InterruptedException;
    }

    /** What becomes of the work that is under way when some of it fails. */
    enum OnFailure {
        INTERRUPT,
        /** For work that leaves something behind at the other end, of which only its answer tells. */
        LET_FINISH
    }

    private Crew(Collection<T> items, Task<T> task, OnFailure onFailure) {
        this.items = new ConcurrentLinkedQueue<>(items);
        this.task = task;
        this.onFailure = onFailure;
    }

    /** Runs the task for each item; the first failure interrupts what is under way. */
    static <T> void forEach(Collection<T> items, int parallelism, String name, Task<T> task) {
        forEach(items, parallelism, name, OnFailure.INTERRUPT, task);
    }

    /**
     * Runs the task for each item, in their order.
     *
     * @param parallelism how many at a time
     * @throws CancelledException when the caller was interrupted, which interrupts what is under way in any case
     */
    static <T> void forEach(Collection<T> items, int parallelism, String name, OnFailure onFailure, Task<T> task) {
        if (items.isEmpty()) {
            return;
        }
        Crew<T> crew = new Crew<>(items, task, onFailure);
        IntStream.range(0, Math.min(parallelism, items.size()))
                .forEach(number -> crew.threads.add(MarkedThreads.unstarted(name + "-" + number, crew::work)));
        crew.threads.forEach(Thread::start);
        InterruptedException interrupt = crew.join();
        Throwable failure = crew.failure.get();
        if (interrupt != null) {
            CancelledException cancelled = CancelledException.interrupted(name, interrupt);
            if (failure != null && !(failure instanceof CancelledException)) {
                cancelled.addSuppressed(failure);
            }
            throw cancelled;
        }
        if (failure != null) {
            throw unchecked(failure);
        }
    }

    private void work() {
        try {
            for (T item = items.poll(); item != null && failure.get() == null; item = items.poll()) {
                task.run(item);
            }
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e) && onFailure == OnFailure.INTERRUPT) {
                interruptAll();
            }
        }
    }

    /** Waits for all threads, whatever happens; returns the interrupt that the caller got meanwhile. */
    private @Nullable InterruptedException join() {
        InterruptedException interrupt = null;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupt = e;
                    items.clear();
                    interruptAll();
                }
            }
        }
        return interrupt;
    }

    private void interruptAll() {
        threads.forEach(Thread::interrupt);
    }

    /** The same failure as something that can be thrown anywhere. */
    static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case IOException io -> new UncheckedIOException(io);
            case InterruptedException interrupt -> new CancelledException("the work was interrupted", interrupt);
            default -> new IllegalStateException(failure);
        };
    }
}
