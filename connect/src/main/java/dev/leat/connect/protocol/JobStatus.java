package dev.leat.connect.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a sync job stands. */
public enum JobStatus {
    /** Waits to be picked up. */
    PENDING,
    /** A worker runs it. */
    IN_PROGRESS,
    /** A worker runs it and has been asked to stop. */
    CANCELING,
    /** Ended because somebody wanted so. */
    CANCELED,
    /** Was stopped part-way, as by the end of a service, and waits to go on. */
    SUSPENDED,
    /** Ended well. */
    COMPLETED,
    /** Ended with an error. */
    ERROR,
    /** A spelling of another version of the protocol: it is kept, and nothing is done by it. */
    UNKNOWN;

    /** The constant of a spelling; {@link #UNKNOWN} of one that is not known, or of none. */
    public static JobStatus of(@Nullable String wire) {
        if (wire != null) {
            for (JobStatus each : values()) {
                if (each.wire().equals(wire.toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
        }
        return UNKNOWN;
    }

    /** As it is written in documents. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the protocol allows a job to go from here to there. */
    public boolean mayBecome(JobStatus next) {
        return switch (this) {
            case PENDING -> next == IN_PROGRESS || next == CANCELED;
            case IN_PROGRESS -> next == CANCELING || next == COMPLETED || next == SUSPENDED || next == ERROR;
            case SUSPENDED -> next == IN_PROGRESS || next == CANCELED;
            case CANCELING -> next == CANCELED || next == ERROR;
            case CANCELED, COMPLETED, ERROR, UNKNOWN -> false;
        };
    }

    /** Whether a worker may take it. */
    public boolean isWaiting() {
        return this == PENDING || this == SUSPENDED;
    }

    /** Whether a worker has it. */
    public boolean isRunning() {
        return this == IN_PROGRESS || this == CANCELING;
    }

    /** Whether it has ended for good. */
    public boolean isTerminal() {
        return this == CANCELED || this == COMPLETED || this == ERROR;
    }
}
