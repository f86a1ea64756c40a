package dev.leat.datastore.query;

import dev.leat.elastic.RejectedException;

/**
 * A query, or what is to be computed from it, does not fit the model: an unknown field, a sort on text, a page beyond the
 * window. Nothing was sent. The message names the field and says what to do.
 */
public final class InvalidQueryException extends RejectedException {

    private static final long serialVersionUID = 1L;

    public InvalidQueryException(String message) {
        super(0, "invalid_query", message);
    }
}
