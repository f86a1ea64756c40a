package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * A key that a scan or a feed came by, and what its row or document looked like. It tells where to look; what is done is
 * decided from what is known then.
 *
 * @param row the row as a read by its key would have given it at that time; null when it was not read so far
 */
public record Sighting(
        RowKey key, Fingerprint image, @Nullable RowState row) {

    public Sighting(RowKey key, Fingerprint image) {
        this(key, image, null);
    }
}
