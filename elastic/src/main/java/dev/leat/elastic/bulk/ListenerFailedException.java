package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;

/** The outcome listener of a {@link BulkWriter} threw something, which is the cause. */
public final class ListenerFailedException extends LeatException {

    private static final long serialVersionUID = 1L;

    ListenerFailedException(Throwable cause) {
        super("the outcome listener failed, so the bulk writer stopped: " + cause, cause);
    }
}
