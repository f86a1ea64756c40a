package dev.leat.elastic.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An index that one writer keeps changing - updates, deletes and new documents - and the exact knowledge of what is in
 * it. Writing goes on only between {@link #beginWriting} and {@link #endWriting}. Thread-safe.
 */
final class ChangingIndex implements AutoCloseable {

    private static final int OPERATIONS_PER_BULK = 100;

    private final ScanFixture fixture;
    private final String name;
    private final Random random;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> versions = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final Thread writer;
    private long nextNumber;
    private long nextVersion;
    private long bulks;
    private boolean writing;
    private boolean closed;

    ChangingIndex(ScanFixture fixture, String name, long seed) {
        this.fixture = fixture;
        this.name = name;
        this.random = new Random(seed);
        this.writer = Thread.ofVirtual().name("changing-index").start(this::write);
    }

    String name() {
        return name;
    }

    /** Makes it hold exactly that many documents, all visible; returns each id with the version of its content. */
    Map<String, Long> bringTo(int documents) {
        lock.lock();
        try {
            List<String> lines = new ArrayList<>();
            while (ids.size() != documents) {
                if (ids.size() < documents) {
                    index(lines, "doc-" + nextNumber++);
                } else {
                    delete(lines);
                }
                if (lines.size() > 10_000) {
                    send(lines);
                }
            }
            send(lines);
            fixture.refresh(name);
            return Map.copyOf(versions);
        } finally {
            lock.unlock();
        }
    }

    void beginWriting() {
        lock.lock();
        try {
            writing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void endWriting() {
        lock.lock();
        try {
            writing = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until more has been written, and is visible to new searches, than when this was called. */
    void awaitChange() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long until = bulks + 1;
            while (bulks < until && writing && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        lock.lock();
        try {
            while (true) {
                while (!writing && !closed) {
                    changed.await();
                }
                if (closed) {
                    return;
                }
                List<String> lines = new ArrayList<>();
                for (int operation = 0; operation < OPERATIONS_PER_BULK; operation++) {
                    change(lines);
                }
                send(lines);
                fixture.refresh(name);
                bulks++;
                changed.signalAll();
                // The lock is fair: this lets those in who wait for it, so that writing can be ended.
                lock.unlock();
                lock.lock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            changed.signalAll();
            lock.unlock();
        }
    }

    private void change(List<String> lines) {
        int choice = random.nextInt(4);
        if (choice == 0 || ids.isEmpty()) {
            index(lines, "doc-" + nextNumber++);
        } else if (choice == 1) {
            delete(lines);
        } else {
            index(lines, ids.get(random.nextInt(ids.size())));
        }
    }

    private void index(List<String> lines, String id) {
        long version = nextVersion++;
        if (versions.put(id, version) == null) {
            ids.add(id);
        }
        lines.add("{\"index\":{\"_id\":\"" + id + "\"}}");
        lines.add("{\"v\":" + version + ",\"t\":\"the content of " + id + "\"}");
    }

    private void delete(List<String> lines) {
        int victim = random.nextInt(ids.size());
        String id = ids.get(victim);
        ids.set(victim, ids.getLast());
        ids.removeLast();
        versions.remove(id);
        lines.add("{\"delete\":{\"_id\":\"" + id + "\"}}");
    }

    private void send(List<String> lines) {
        if (!lines.isEmpty()) {
            fixture.bulk(name, lines);
            lines.clear();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
