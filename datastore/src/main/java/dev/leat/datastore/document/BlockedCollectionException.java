package dev.leat.datastore.document;

import dev.leat.elastic.BlockedException;

/**
 * A write waited longer than its retry policy allows for the end of a migration. Nothing was written; the same call
 * succeeds when the collection has arrived at its new index.
 */
public class BlockedCollectionException extends BlockedException {

    private static final long serialVersionUID = 1L;

    /** By which Elasticsearch names the block that a migration sets, among those of administrators and full disks. */
    private static final String MIGRATION = "FORBIDDEN/8/index write";

    private BlockedCollectionException(String collection, BlockedException cause) {
        super(
                "collection " + collection + " takes no writes while it is moved to another index ("
                        + cause.getMessage() + "); try again when that is done, or let writes wait for it by a longer "
                        + "retry policy, such as RetryPolicy.untilAvailable(); if the process that moved it is gone, "
                        + "reindex() goes on with the migration",
                cause);
    }

    /** What a block means to a collection; the same exception when no migration sets such a block. */
    public static BlockedException of(String collection, BlockedException cause) {
        return String.valueOf(cause.getMessage()).contains(MIGRATION)
                ? new BlockedCollectionException(collection, cause)
                : cause;
    }
}
