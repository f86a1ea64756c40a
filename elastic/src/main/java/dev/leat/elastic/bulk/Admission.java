package dev.leat.elastic.bulk;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the bytes in flight: who comes with more than there is room for waits, first come first served, so that a large
 * operation is not overtaken for ever by small ones. The writer's lock guards it.
 */
final class Admission {

    private final ReentrantLock lock;
    private final long capacity;
    private final ArrayDeque<Condition> queue = new ArrayDeque<>();
    private long inFlight;

    Admission(ReentrantLock lock, long capacity) {
        this.lock = lock;
        this.capacity = capacity;
    }

    /** Whether somebody with that much would have to wait. */
    boolean mustWait(long weight) {
        return !queue.isEmpty() || !fits(weight);
    }

    /** What is larger than the whole capacity goes alone. */
    private boolean fits(long weight) {
        return inFlight == 0 || inFlight + weight <= capacity;
    }

    void enter(long weight) {
        inFlight += weight;
    }

    /** Waits for room for that much; the caller sees to it that {@link #wakeAll} is called when waiting is in vain. */
    void await(long weight, Runnable stopCheck) throws InterruptedException {
        Condition turn = lock.newCondition();
        queue.add(turn);
        try {
            while (!turn.equals(queue.peek()) || !fits(weight)) {
                turn.await();
                stopCheck.run();
            }
        } finally {
            queue.remove(turn);
            wakeFirst();
        }
    }

    void leave(long weight) {
        inFlight -= weight;
        wakeFirst();
    }

    private void wakeFirst() {
        Condition first = queue.peek();
        if (first != null) {
            first.signal();
        }
    }

    void wakeAll() {
        queue.forEach(Condition::signal);
    }

    boolean hasWaiters() {
        return !queue.isEmpty();
    }

    long inFlight() {
        return inFlight;
    }
}
