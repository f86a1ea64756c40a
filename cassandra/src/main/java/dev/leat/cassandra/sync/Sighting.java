package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * A key that a scan or a feed came by, and what its row or document looked like. It tells where to look; what is done is
 * decided from what is known then.
 *
 * @param row the row as a read by its key would have given it at that time; null when it was not read so far
 * @param document the document likewise
 */
public record Sighting(
        RowKey key,
        Fingerprint image,
        @Nullable RowState row,
        @Nullable DocState document) {

    public Sighting(RowKey key, Fingerprint image) {
        this(key, image, null, null);
    }

    /** A document with all that was read of it; one that cannot be mapped looks like {@link Fingerprint#UNREADABLE}. */
    public static Sighting of(RowKey key, DocState document) {
        boolean isReadable = !(document instanceof DocState.Unreadable);
        return new Sighting(key, isReadable ? document.fingerprint() : Fingerprint.UNREADABLE, null, document);
    }
}
