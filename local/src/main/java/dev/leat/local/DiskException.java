package dev.leat.local;

import java.io.IOException;

/** The disk refused, not the network: trying again is of no use. */
final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
