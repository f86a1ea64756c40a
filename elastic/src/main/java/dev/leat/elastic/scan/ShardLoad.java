package dev.leat.elastic.scan;

/**
 * What a scan has to read of one shard.
 *
 * @param documents exactly
 * @param bytes about, as stored
 * @param cut {@link Cut#LIMITED} when not all of the shard's documents are wanted, so that it must be read in one piece
 */
record ShardLoad(long documents, long bytes, Cut cut) {

    enum Cut {
        WHOLE,
        LIMITED
    }

    /** Into how many pieces the shard may be cut at most. */
    long mostPieces() {
        return cut == Cut.LIMITED ? Math.min(1, documents) : documents;
    }
}
