package dev.leat.cassandra.type;

import dev.leat.elastic.RejectedException;

/** A value that one side has and the other cannot hold. Its message names the type and the reason, not the value. */
public final class UnmappableException extends RejectedException {
    private static final long serialVersionUID = 1L;

    public UnmappableException(String message) {
        super(0, "unmappable", message);
    }
}
