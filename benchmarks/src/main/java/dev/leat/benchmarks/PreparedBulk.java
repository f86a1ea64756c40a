package dev.leat.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The body of a bulk import of all documents, built beforehand in one array, and where its operations end; any chunk of
 * it is a range, so that trying a chunk size costs nothing.
 */
final class PreparedBulk {

    /** A part of the array that is a body of its own. */
    record Chunk(int offset, int length) {}

    private final byte[] bytes;
    private final int[] ends;

    /**
     * Builds it.
     *
     * @param ids the id that each document gets
     */
    PreparedBulk(Documents documents, IntFunction<String> ids) {
        this(documents, ids, 0, documents.count());
    }

    /** Builds that of the documents from one number up to another. */
    PreparedBulk(Documents documents, IntFunction<String> ids, int from, int to) {
        this.ends = new int[to - from];
        int idLength = ids.apply(0).length() + 16;
        long estimate = (long) ends.length * (documents.size() + 24 + idLength);
        if (estimate > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("all bodies must fit into 2 GB: measure with fewer documents");
        }
        byte[] all = new byte[(int) estimate];
        int filled = 0;
        for (int i = from; i < to; i++) {
            byte[] action = ("{\"index\":{\"_id\":\"" + ids.apply(i) + "\"}}\n").getBytes(StandardCharsets.UTF_8);
            byte[] document = documents.document(i);
            System.arraycopy(action, 0, all, filled, action.length);
            filled += action.length;
            System.arraycopy(document, 0, all, filled, document.length);
            filled += document.length;
            all[filled++] = '\n';
            ends[i - from] = filled;
        }
        this.bytes = all;
    }

    byte[] bytes() {
        return bytes;
    }

    /** All operations in order, each chunk as full as it can be without exceeding that many bytes. */
    List<Chunk> chunks(int maxBytes) {
        List<Chunk> chunks = new ArrayList<>();
        int start = 0;
        int end = 0;
        for (int next : ends) {
            if (next - start > maxBytes && end > start) {
                chunks.add(new Chunk(start, end - start));
                start = end;
            }
            end = next;
        }
        chunks.add(new Chunk(start, end - start));
        return chunks;
    }
}
