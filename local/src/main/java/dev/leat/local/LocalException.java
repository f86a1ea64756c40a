package dev.leat.local;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a local node, in one line that also says what to do about it. The {@link Reason} is
 * for programs, the message is for people; neither ever carries a secret.
 */
public final class LocalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Reason {
        /** An option has a value that cannot be used. */
        BAD_OPTION,
        /** No JDK that fits was found. */
        NO_JAVA,
        /** The disk is too full. */
        NO_SPACE,
        /** The repository cannot be reached. */
        NO_NETWORK,
        /** The repository answers, but does not have or does not hand out the archive. */
        NOT_IN_REPOSITORY,
        /** What arrived is not what the committed list names. */
        CORRUPT_DOWNLOAD,
        /** The wanted port is taken by another program. */
        PORT_TAKEN,
        /** This process is root, and cannot start the node as somebody else. */
        CANNOT_DROP_ROOT,
        /** A directory is closed to the user that the node runs as. */
        DIRECTORY_CLOSED,
        /** A file or directory could not be read or written. */
        FILE_FAILED,
        /** A node with other options runs on the data directory, or somebody else holds it. */
        IN_USE,
        /** The node ended while it started. */
        START_FAILED,
        /** The node did not become ready, or did not end, in time. */
        TIMED_OUT,
        /** The running node answered with an error. */
        NODE_REFUSED,
        /** The waiting thread was interrupted. */
        INTERRUPTED
    }

    private final Reason reason;

    LocalException(Reason reason, String message) {
        this(reason, message, null);
    }

    LocalException(Reason reason, String message, @Nullable Throwable cause) {
        super(message.replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
        this.reason = reason;
    }

    /** What kind of failure it was. */
    public Reason reason() {
        return reason;
    }

    /** Restores the interrupt that ended a wait, and says what was being waited for. */
    static LocalException interrupted(String whileDoing, Throwable cause) {
        Thread.currentThread().interrupt();
        return new LocalException(Reason.INTERRUPTED, "Interrupted while " + whileDoing, cause);
    }

    static LocalException file(String whatFailed, java.io.IOException cause) {
        String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (detail.contains("No space left")) {
            return new LocalException(Reason.NO_SPACE, whatFailed + ": the disk is full; free some space", cause);
        }
        return new LocalException(
                Reason.FILE_FAILED, whatFailed + ": " + cause.getClass().getSimpleName() + " " + detail, cause);
    }
}
