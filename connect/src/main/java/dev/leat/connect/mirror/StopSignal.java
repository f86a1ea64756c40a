package dev.leat.connect.mirror;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Ends a run for a reason that no scope can mend: the first one stays. Thread-safe. */
final class StopSignal {

    private final AtomicReference<@Nullable LeatException> cause = new AtomicReference<>();
    private final Runnable whenStopped;

    StopSignal(Runnable whenStopped) {
        this.whenStopped = whenStopped;
    }

    /** Stops the run, and gives back the exception that did. */
    LeatException stop(LeatException reason) {
        if (cause.compareAndSet(null, reason)) {
            whenStopped.run();
        }
        LeatException first = cause.get();
        return first == null ? reason : first;
    }

    /** Stops the run because its state cannot be kept. */
    LeatException stop(IOException reason) {
        return stop(new UnavailableException(
                "The state of the job cannot be written: " + reason.getMessage()
                        + "; make room or mend the permissions and run it again",
                reason));
    }

    boolean isStopped() {
        return cause.get() != null;
    }

    void throwIfStopped() {
        LeatException reason = cause.get();
        if (reason != null) {
            throw reason;
        }
    }
}
