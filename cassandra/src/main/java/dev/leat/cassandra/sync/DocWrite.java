package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** A write to a document that is applied only if nobody else has written to it since it was read. */
public sealed interface DocWrite {

    RowKey key();

    /**
     * Gives the document this content and these fields.
     *
     * @param over the version that it has; null to create it
     * @param ownFields as {@link DocState.Present} has them
     */
    record Put(RowKey key, Content content, @Nullable Version over, String ownFields) implements DocWrite {

        /** Creates a document. */
        static Put create(RowKey key, Content content) {
            return new Put(key, content, null, "");
        }
    }

    /** Deletes the document of that version. */
    record Delete(RowKey key, Version version) implements DocWrite {}

    /** The version that the document must have to be written; null where there must be none. */
    default @Nullable Version over() {
        return switch (this) {
            case Put put -> put.over;
            case Delete delete -> delete.version;
        };
    }
}
