package dev.leat.elastic;

import org.jspecify.annotations.Nullable;

/**
 * The request was sent, its answer was lost, and it cannot be known whether it took effect. Repeating it blindly might
 * apply it twice: look at the target first.
 */
public class OutcomeUnknownException extends LeatException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
