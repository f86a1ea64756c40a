package dev.leat.elastic;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Leat throws. Each kind answers the question "what now?": try later ({@link UnavailableException}),
 * never will ({@link RejectedException}), may have happened ({@link OutcomeUnknownException}), mend the configuration
 * ({@link ConfigException}), was told to stop ({@link CancelledException}).
 *
 * <p>A message is one line: what failed, which thing, and what to do. It never holds a document or a secret.
 */
public abstract class LeatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected LeatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message, which is never missing. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? getClass().getSimpleName() : message;
    }
}
