package dev.leat.cassandra.sync;

import dev.leat.elastic.UnavailableException;

/** Another instance works on the pair now. Nothing is lost: it goes on from the last checkpoint. */
public final class LeaseLostException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message, null);
    }
}
