package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** What was read of a document, in real time: a write that was acknowledged is seen. */
public sealed interface DocState {

    /**
     * A document.
     *
     * @param ownFields its fields that are in no column, in a form of the index side's choice; kept by every write
     * @param version what a compare-and-set names
     * @param editTime when it was last edited, in microseconds, by its version column; null when it does not say
     * @param isOfTableSource whether the pair keeps such documents out of Cassandra ({@code ignore_same_source})
     */
    record Present(
            Content content,
            String ownFields,
            Version version,
            @Nullable Long editTime,
            boolean isOfTableSource) implements DocState {}

    /** There is no such document. */
    record Absent() implements DocState {}

    /** A field of the document does not fit its column. */
    record Unreadable(String reason) implements DocState {}

    /** What it looks like; of an unreadable document nothing is known. */
    default Fingerprint fingerprint() {
        return this instanceof Present doc ? doc.content().fingerprint() : Fingerprint.ABSENT;
    }
}
