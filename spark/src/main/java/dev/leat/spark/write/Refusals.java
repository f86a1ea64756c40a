package dev.leat.spark.write;

import dev.leat.elastic.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What could not be written by a task: in its dead letters or, where there is no folder for them, the first of it. */
final class Refusals {

    /** Enough to see what is wrong. */
    private static final int NAMED = 5;

    /** Without dead letters the job fails anyway; a task that is refused so much need not go on. */
    private static final long MOST_WITHOUT_LETTERS = 100;

    private final @Nullable DeadLetterFile letters;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> first = new ArrayList<>();
    private long count;

    Refusals(@Nullable DeadLetterFile letters) {
        this.letters = letters;
    }

    void add(DeadLetter letter) {
        if (letters != null) {
            letters.add(letter);
        }
        lock.lock();
        try {
            count++;
            if (letters == null && first.size() < NAMED) {
                first.add(letter.operation() + " of '" + letter.id() + "': "
                        + (letter.status() == 0 ? "" : letter.status() + " ") + letter.type() + ": "
                        + letter.reason());
            }
        } finally {
            lock.unlock();
        }
    }

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The first of them, in one line each; none where there are dead letters. */
    List<String> first() {
        lock.lock();
        try {
            return List.copyOf(first);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it makes no sense to go on. */
    boolean areTooMany() {
        return letters == null && count() >= MOST_WITHOUT_LETTERS;
    }

    void commit() {
        if (letters != null) {
            letters.commit();
        }
    }

    void discard() {
        if (letters != null) {
            letters.discard();
        }
    }
}
