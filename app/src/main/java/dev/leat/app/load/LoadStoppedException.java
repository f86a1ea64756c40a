package dev.leat.app.load;

import dev.leat.elastic.LeatException;
import org.jspecify.annotations.Nullable;

/** A load ended early: a malformed line with {@code --on-error stop}, or a file that cannot be read or written. */
public final class LoadStoppedException extends LeatException {

    private static final long serialVersionUID = 1L;

    LoadStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
