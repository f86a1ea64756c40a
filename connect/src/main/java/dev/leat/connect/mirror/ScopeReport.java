package dev.leat.connect.mirror;

import org.jspecify.annotations.Nullable;

/**
 * What became of one scope.
 *
 * @param reason why the listing failed; null when it did not
 * @param counts over all attempts of the run
 */
public record ScopeReport(
        String name, State state, Start start, @Nullable String reason, Counts counts) {

    /** How the listing ended. */
    public enum State {
        COMPLETED,
        FAILED
    }

    /** Where the last attempt of the run began. */
    public enum Start {
        FROM_THE_BEGINNING,
        FROM_A_CHECKPOINT,
        /** An attempt before had completed it. */
        NOT_READ_AGAIN
    }
}
