package dev.leat.connect.mirror;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Watches the outcomes of a run's documents, in the order in which they come. Thread-safe. */
final class ErrorMonitor {

    /** How many errors an exception tells. */
    private static final int TOLD = 3;

    private final ErrorLimits limits;
    private final StopSignal signal;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet failed = new BitSet();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private int next;
    private long total;
    private long consecutive;

    /** @param signal what ends the run when a limit is exceeded */
    ErrorMonitor(ErrorLimits limits, StopSignal signal) {
        this.limits = limits;
        this.signal = signal;
    }

    /** A document is in order. */
    void success() {
        lock.lock();
        try {
            consecutive = 0;
            enter(false);
        } finally {
            lock.unlock();
        }
    }

    /** A document is a dead letter; the reason is one line and no payload. */
    void failure(String id, String reason) {
        String exceeded;
        lock.lock();
        try {
            total++;
            consecutive++;
            enter(true);
            last.addLast("'" + id + "' (" + withoutPayload(reason) + ")");
            if (last.size() > TOLD) {
                last.removeFirst();
            }
            exceeded = exceeded();
        } finally {
            lock.unlock();
        }
        if (exceeded != null) {
            signal.stop(new TooManyErrorsException(exceeded));
        }
    }

    /** Elasticsearch likes to quote the value that it could not read. */
    private static String withoutPayload(String reason) {
        int preview = reason.indexOf(". Preview of field's value");
        return preview < 0 ? reason : reason.substring(0, preview);
    }

    private void enter(boolean failure) {
        failed.set(next, failure);
        next = (next + 1) % limits.window();
    }

    private @Nullable String exceeded() {
        String limit = null;
        if (consecutive > limits.maxConsecutive()) {
            limit = "more than max_consecutive_errors = %d documents failed in a row"
                    .formatted(limits.maxConsecutive());
        } else if (total > limits.maxTotal()) {
            limit = "more than max_total_errors = %d documents failed".formatted(limits.maxTotal());
        } else if (failed.cardinality() > limits.maxRate() * limits.window()) {
            limit = "%d of the last %d documents failed, more than max_error_rate = %s allows"
                    .formatted(failed.cardinality(), limits.window(), limits.maxRate());
        }
        return Optional.ofNullable(limit)
                .map(text -> text + "; the last ones: " + last.stream().collect(Collectors.joining("; "))
                        + "; look at the dead letters, mend the cause, and run it again")
                .orElse(null);
    }
}
