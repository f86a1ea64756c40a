package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/** What is known of a document; if it was read, in real time: a write that was acknowledged is seen. */
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
            boolean isOfTableSource) implements DocState {

        /** Whether nothing is lost when it is written over unread. */
        boolean isPlain() {
            return ownFields.isEmpty() && !isOfTableSource;
        }
    }

    /**
     * A document that was not read: it looks like this, or is not of this version any more, and then every write over it
     * fails. It has no fields of its own.
     */
    record Known(Fingerprint image, Version version) implements DocState {}

    /** There is no such document. */
    record Absent() implements DocState {}

    /** A field of the document does not fit its column. */
    record Unreadable(String reason) implements DocState {}

    /** What it looks like; of an unreadable document nothing is known. */
    default Fingerprint fingerprint() {
        return switch (this) {
            case Present doc -> doc.content().fingerprint();
            case Known doc -> doc.image();
            case Absent absent -> Fingerprint.ABSENT;
            case Unreadable unreadable -> Fingerprint.ABSENT;
        };
    }
}
