package dev.leat.app.command;

import java.io.IOException;

/** Whoever read standard output has ended, as {@code head} does when it has enough. */
final class BrokenPipe extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenPipe(IOException cause) {
        super("nobody reads standard output any more", cause);
    }
}
