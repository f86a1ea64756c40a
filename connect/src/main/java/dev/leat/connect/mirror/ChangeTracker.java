package dev.leat.connect.mirror;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the documents of a run without checkpoints, and lets one change of a document be settled before the next begins.
 * Thread-safe.
 */
final class ChangeTracker {

    private final ErrorMonitor errors;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Set<String> busy = new HashSet<>();
    private final Tally tally = new Tally();
    private long pending;
    private boolean broken;

    ChangeTracker(ErrorMonitor errors) {
        this.errors = errors;
    }

    /** Counts a document that needs no outcome. */
    void count(Tally.Fate fate) {
        lock.lock();
        try {
            tally.read();
            tally.add(fate, 0);
        } finally {
            lock.unlock();
        }
        noteSuccess(fate);
    }

    /**
     * Takes in a change of a document. Blocks while another one of the same document is under way.
     *
     * @param id as the index has it; empty for a document without
     */
    Settlement begin(String id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (busy.contains(id)) {
                settled.await();
            }
            if (!id.isEmpty()) {
                busy.add(id);
            }
            tally.read();
            pending++;
        } finally {
            lock.unlock();
        }
        return new One(id);
    }

    /** Blocks while a change of a document is under way. */
    void await(String id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (busy.contains(id)) {
                settled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until every document that was taken in has its outcome, or never will. */
    void awaitOutcomes() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pending > 0) {
                settled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a document has no outcome and never will. */
    boolean isBroken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    Counts counts() {
        lock.lock();
        try {
            return tally.counts();
        } finally {
            lock.unlock();
        }
    }

    private void noteSuccess(Tally.Fate fate) {
        if (fate == Tally.Fate.CREATED || fate == Tally.Fate.UPDATED || fate == Tally.Fate.UNCHANGED) {
            errors.success();
        }
    }

    private void settle(String id) {
        busy.remove(id);
        pending--;
        settled.signalAll();
    }

    private final class One implements Settlement {

        private final String id;

        One(String id) {
            this.id = id;
        }

        @Override
        public void done(Tally.Fate fate, long bytes) {
            lock.lock();
            try {
                tally.add(fate, bytes);
                settle(id);
            } finally {
                lock.unlock();
            }
            noteSuccess(fate);
        }

        @Override
        public void broken() {
            lock.lock();
            try {
                broken = true;
                settle(id);
            } finally {
                lock.unlock();
            }
        }
    }
}
