package dev.leat.app.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far into the input everything has its outcome, however the outcomes come. The input is cut into stretches of some
 * hundred operations; a stretch counts when it is closed, all its operations are settled, and all before it count.
 * Thread-safe.
 */
final class Watermark {

    /** A place in the input. */
    record Place(long offset, long line) {}

    /** Hears of each stretch that counts, in the order of the input, one at a time. */
    interface Listener {
        void reached(Place place, List<byte[]> letters);
    }

    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Listener listener;

    Watermark(Listener listener) {
        this.listener = listener;
    }

    /** Begins the next stretch. */
    Stretch next() {
        Stretch stretch = new Stretch();
        lock.lock();
        try {
            stretches.add(stretch);
        } finally {
            lock.unlock();
        }
        return stretch;
    }

    /** Whether everything that has begun counts. */
    boolean isSettled() {
        lock.lock();
        try {
            return stretches.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void advance() {
        for (Stretch first = stretches.peek(); first != null; first = stretches.peek()) {
            Place end = first.end;
            if (end == null || first.open > 0) {
                return;
            }
            stretches.remove();
            listener.reached(end, first.letters);
        }
    }

    /** A stretch of the input. An operation that is begun and never settled keeps it, and all after it, from counting. */
    final class Stretch {
        private final List<byte[]> letters = new ArrayList<>();
        private int open;
        private @Nullable Place end;

        /** An operation is under way. */
        void begin() {
            lock.lock();
            try {
                open++;
            } finally {
                lock.unlock();
            }
        }

        /** An operation has its outcome, and needs no keeping. */
        void settle() {
            lock.lock();
            try {
                open--;
                advance();
            } finally {
                lock.unlock();
            }
        }

        /** An operation has been refused; its dead letter is handed on when the stretch counts. */
        void settle(byte[] letter) {
            lock.lock();
            try {
                letters.add(letter);
                open--;
                advance();
            } finally {
                lock.unlock();
            }
        }

        /** Nothing more begins here. */
        void close(Place place) {
            lock.lock();
            try {
                end = place;
                advance();
            } finally {
                lock.unlock();
            }
        }
    }
}
