package dev.leat.elastic;

import org.jspecify.annotations.Nullable;

/** The work was told to stop, by an interrupt or a close, before it was done. */
public class CancelledException extends LeatException {

    private static final long serialVersionUID = 1L;

    public CancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** For a caught {@link InterruptedException}: sets the thread's interrupt flag again. */
    public static CancelledException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CancelledException(what + " was interrupted", cause);
    }
}
