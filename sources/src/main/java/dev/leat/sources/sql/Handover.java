package dev.leat.sources.sql;

import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts documents into the sink, and notices when two rows of a table have the same id: among the first two million, in
 * at most 64 MB; beyond that, and between tables, the engine notices.
 */
final class Handover {
    private static final int WATCHED = 2_000_000;

    private final DocumentSink sink;
    private final @Nullable LongSet seen;
    private int watched;

    Handover(List<Table.Column> key, IdFormat ids, DocumentSink sink) {
        this.sink = sink;
        this.seen = ids.isAmbiguous(key) ? new LongSet() : null;
    }

    void put(List<SourceDocument> documents) throws InterruptedException {
        for (SourceDocument document : documents) {
            if (isTaken(document.id())) {
                sink.failed(
                        document.id(),
                        new SourceException("Another row has this id as well, because the values of the key are joined"
                                + " by _; set id_format to escaped and mirror into a new index"));
            } else {
                sink.put(document);
            }
        }
    }

    private boolean isTaken(String id) {
        return seen != null && watched++ < WATCHED && !seen.add(hash(id));
    }

    /** 64 bits of it: that two of two million different ids meet has a chance of one in nine million. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }
}
