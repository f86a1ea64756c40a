package dev.leat.datastore.query;

import dev.leat.elastic.UnavailableException;

/**
 * A search was answered from a part of the documents only: it ran out of time, or a shard failed. The answer is thrown
 * away unless {@link SearchBuilder#acceptPartial()} asked for it, for what is missing from it cannot be seen.
 */
public final class PartialResultException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    public PartialResultException(String message) {
        super(message, null);
    }
}
