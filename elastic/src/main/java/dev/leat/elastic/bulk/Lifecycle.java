package dev.leat.elastic.bulk;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import org.jspecify.annotations.Nullable;

/** Where a writer is in its life, and why it stopped if it did. The writer's lock guards it. */
final class Lifecycle {

    /** Only goes down this list. */
    enum Phase {
        OPEN,

        /** No more writes; what is there is sent. */
        FINISHING,

        /** Failed: nothing more is sent, what is under way may end. */
        STOPPED,

        /** Cancelled, or out of time: what is under way is interrupted. */
        CUT,

        /** Every operation has its outcome, unless its report hangs in the listener. */
        ENDED
    }

    private Phase phase = Phase.OPEN;
    private @Nullable LeatException failure;
    private @Nullable String cutReason;

    Phase phase() {
        return phase;
    }

    /** Returns whether this is a change. */
    boolean moveTo(Phase next) {
        if (phase.compareTo(next) >= 0) {
            return false;
        }
        phase = next;
        return true;
    }

    /** Nothing more is sent because of this; the first reason counts. */
    boolean fail(LeatException cause) {
        if (failure != null || cutReason != null || phase == Phase.ENDED) {
            return false;
        }
        failure = cause;
        return moveTo(Phase.STOPPED);
    }

    /** Nothing more is waited for because of this. */
    boolean cut(String reason) {
        if (!moveTo(Phase.CUT)) {
            return false;
        }
        cutReason = reason;
        return true;
    }

    boolean sendsNoMore() {
        return phase.compareTo(Phase.STOPPED) >= 0;
    }

    boolean waitsNoMore() {
        return phase.compareTo(Phase.CUT) >= 0;
    }

    /** Throws unless operations are accepted. */
    void requireOpen() {
        if (phase != Phase.OPEN) {
            requireNotStopped();
            throw new IllegalStateException("the bulk writer is closed");
        }
    }

    /** Throws what made the writer stop before its work was done, if anything did. */
    void requireNotStopped() {
        requireNotFailed();
        if (cutReason != null) {
            throw new CancelledException("bulk write: " + cutReason, null);
        }
    }

    /** Throws what made the writer fail, if anything did. */
    void requireNotFailed() {
        LeatException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    /** For the outcome of operations that were not sent, or not waited for. */
    String reasonOfStop() {
        LeatException cause = failure;
        if (cutReason != null) {
            return cutReason;
        }
        return cause == null ? "the writer ended" : "the writer failed: " + cause.getMessage();
    }
}
