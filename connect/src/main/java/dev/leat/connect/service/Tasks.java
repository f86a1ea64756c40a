package dev.leat.connect.service;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work under way: a virtual thread each, known by a key, no more than a bounded number at once. What does not find a
 * place is not started: it comes again with the next pass. Thread-safe.
 */
final class Tasks {

    private static final Logger LOGGER = LoggerFactory.getLogger(Tasks.class);

    private final String name;
    private final int atOnce;
    private final long patienceMillis;
    private final Runnable whenOneEnds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Thread> running = new HashMap<>();
    private final Condition placeFree = lock.newCondition();
    private boolean closed;

    /**
     * @param patienceMillis how long {@link #end} waits for what it has interrupted
     * @param whenOneEnds called by the thread that ends, when its place is free again
     */
    Tasks(String name, int atOnce, long patienceMillis, Runnable whenOneEnds) {
        this.name = name;
        this.atOnce = atOnce;
        this.patienceMillis = patienceMillis;
        this.whenOneEnds = whenOneEnds;
    }

    /** Whether the task was started: not when one of that key is under way, all places are taken, or this is closed. */
    boolean start(String key, Runnable task) {
        lock.lock();
        try {
            if (closed || running.size() >= atOnce || running.containsKey(key)) {
                return false;
            }
            Thread thread = Thread.ofVirtual().name("leat-" + name + "-" + key).unstarted(() -> run(key, task));
            running.put(key, thread);
            thread.start();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #start}, but waits for a place; not longer than that, and not for a key that is under way.
     *
     * @return whether the task was started
     */
    boolean startWhenFree(String key, Runnable task, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && running.size() >= atOnce && !running.containsKey(key)) {
                if (left <= 0) {
                    return false;
                }
                left = placeFree.awaitNanos(left);
            }
            return start(key, task);
        } finally {
            lock.unlock();
        }
    }

    /** How many more could be started now. */
    int free() {
        lock.lock();
        try {
            return closed ? 0 : atOnce - running.size();
        } finally {
            lock.unlock();
        }
    }

    /** The keys of what is under way. */
    Set<String> keys() {
        lock.lock();
        try {
            return Set.copyOf(running.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void run(String key, Runnable task) {
        try {
            task.run();
        } catch (CancelledException e) {
            LOGGER.debug("{} of '{}' was ended: {}", name, key, e.getMessage());
        } catch (LeatException e) { // The end of the thread. Whoever starts tasks handles what it expects inside.
            LOGGER.warn("{} of '{}' has failed: {}", name, key, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOGGER.error("{} of '{}' has a defect", name, key, e);
        } finally {
            lock.lock();
            try {
                running.remove(key);
                placeFree.signalAll();
            } finally {
                lock.unlock();
            }
            whenOneEnds.run();
        }
    }

    /** Interrupts everything, and starts nothing more. */
    List<Thread> interrupt() {
        lock.lock();
        try {
            closed = true;
            List<Thread> threads = List.copyOf(running.values());
            threads.forEach(Thread::interrupt);
            return threads;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts everything and waits for it a while; what does not end by then is left behind. */
    void end() {
        List<Thread> threads = interrupt();
        long until = System.nanoTime() + patienceMillis * 1_000_000;
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && System.nanoTime() < until) {
                try {
                    thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true; // Ending in order comes first: it is bounded by the patience.
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
