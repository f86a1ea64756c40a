package dev.leat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work on several platform threads and waits for all of them. */
final class Workers {

    /** What each thread does. */
    @FunctionalInterface
    interface Work {
        void run(int worker) throws IOException;
    }

    private Workers() {}

    static void run(int threads, Work work) throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int worker = i;
                all.add(executor.submit(() -> {
                    work.run(worker);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a worker failed: " + e.getCause(), e.getCause());
        }
    }
}
