package dev.leat.elastic;

import org.jspecify.annotations.Nullable;

/**
 * An index takes no writes for now, because somebody blocked it: a migration, an administrator, a node whose disk is full.
 * Nothing was done, and the same call succeeds once the block is lifted.
 */
public class BlockedException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    public BlockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
