package dev.leat.elastic.scan;

import java.io.Serializable;

/**
 * A run of documents that lie together in one shard: the whole shard, or one of the pieces that it was cut into.
 *
 * @param index the concrete index
 * @param pointInTime id of the snapshot of that one shard
 * @param piece from 0
 * @param pieces 1 for the whole shard
 * @param documents how many there are: exactly for a whole shard, an even share of the shard's for a piece
 * @param limit read at most that many
 * @param window the most documents that the index answers in one page ({@code index.max_result_window})
 * @param averageBytes of a document as stored, from the statistics of the shard; 0 when they are not known
 */
public record SlicePart(
        String index,
        int shard,
        String pointInTime,
        int piece,
        int pieces,
        long documents,
        long limit,
        int window,
        long averageBytes)
        implements Serializable {

    public SlicePart {
        if (piece < 0 || piece >= pieces) {
            throw new IllegalArgumentException("there is no piece " + piece + " of " + pieces);
        }
    }

    /** Whether {@link #documents()} and {@link #limit()} say exactly how many documents will be read. */
    boolean isExact() {
        return pieces == 1;
    }

    /** How many documents are to be read: exactly when {@link #isExact()}. */
    long expected() {
        return Math.min(documents, limit);
    }

    /** The shard, for messages. */
    String where() {
        return "shard " + shard + " of index '" + index + "'";
    }
}
