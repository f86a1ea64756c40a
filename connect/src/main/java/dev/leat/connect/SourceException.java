package dev.leat.connect;

import dev.leat.elastic.LeatException;
import org.jspecify.annotations.Nullable;

/** The source could not be reached, listed or read; the message says which and why. */
public class SourceException extends LeatException {

    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        this(message, null);
    }

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
