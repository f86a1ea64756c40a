package dev.leat.app.ingest;

import dev.leat.elastic.LeatException;

/** The service must not start; the message says why and what to do. */
public final class PreflightException extends LeatException {

    private static final long serialVersionUID = 1L;

    public PreflightException(String message) {
        super(message, null);
    }
}
