package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** A write to a document that is applied only if nobody else has written to it since it was read. */
public sealed interface DocWrite {

    RowKey key();

    /**
     * Gives the document this content and keeps its own fields.
     *
     * @param over the document as it was read; null to create one
     */
    record Put(RowKey key, Content content, DocState.@Nullable Present over) implements DocWrite {}

    /** Deletes the document as it was read. */
    record Delete(RowKey key, Version version) implements DocWrite {}
}
