package dev.leat.local;

import java.io.IOException;

/** What arrived is not the file that the list names. */
final class CorruptFileException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptFileException(String what) {
        super(what);
    }

    CorruptFileException(String path, String what) {
        super(path + ": " + what);
    }
}
