package dev.leat.connect.service;

import dev.leat.elastic.LeatException;

/** The service has ended because it failed too often in too short a time; the message names the last error. */
public final class ServiceFailedException extends LeatException {

    private static final long serialVersionUID = 1L;

    public ServiceFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
