package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Version;
import org.jspecify.annotations.Nullable;

/**
 * A write to one document by compare-and-set.
 *
 * @param source JSON on one line; null for a delete
 * @param over the version that the document must have; null when there must be none
 */
@SuppressWarnings("ArrayRecordComponent") // writes are never compared
public record CasWrite(
        String id, byte @Nullable [] source, @Nullable Version over) {

    public CasWrite {
        if (source == null && over == null) {
            throw new IllegalArgumentException("a delete names a version");
        }
    }
}
