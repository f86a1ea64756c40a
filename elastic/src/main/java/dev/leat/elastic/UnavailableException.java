package dev.leat.elastic;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The other side could not be reached or had no room; nothing was done, and the same call may succeed later. */
public class UnavailableException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public UnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    public UnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the other side asked to be left alone, if it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
