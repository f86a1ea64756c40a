package dev.leat.local;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several fetches at once; the first failure ends them all. */
final class Crew {
    private static final int AT_ONCE = 6;

    private Crew() {}

    /** Runs all of them and waits for their end. */
    static void run(String product, List<Runnable> fetches) {
        ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            fetches.forEach(fetch -> running.submit(fetch, null));
            for (int i = 0; i < fetches.size(); i++) {
                running.take().get();
            }
        } catch (InterruptedException e) {
            throw LocalException.interrupted("fetching " + product, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalException known
                    ? known
                    : new IllegalStateException("Fetching " + product + " failed", e.getCause());
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }
}
