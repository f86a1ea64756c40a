package dev.leat.connect.mirror;

import dev.leat.elastic.RejectedException;

/** Says that a run was given up because more documents failed than its {@link ErrorLimits} allow. */
public final class TooManyErrorsException extends RejectedException {

    private static final long serialVersionUID = 1L;

    TooManyErrorsException(String message) {
        super(0, "too_many_errors", message);
    }
}
