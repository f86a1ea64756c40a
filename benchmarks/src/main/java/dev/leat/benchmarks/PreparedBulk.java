package dev.leat.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The body of a bulk import of all documents, built beforehand in one array, and where its operations end; any chunk of
 * it is a range, so that trying a chunk size costs nothing.
 */
final class PreparedBulk {

    /** A part of the array that is a body of its own. */
    record Chunk(int offset, int length) {}

    private static final int LARGEST = Integer.MAX_VALUE - 16;

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
        this(to - from, number -> ids.apply(from + number), number -> documents.document(from + number));
    }

    /** Builds that of other documents, by id. */
    PreparedBulk(Map<String, byte[]> documents) {
        this(new ArrayList<>(documents.entrySet()));
    }

    private PreparedBulk(List<Map.Entry<String, byte[]>> documents) {
        this(
                documents.size(),
                number -> documents.get(number).getKey(),
                number -> documents.get(number).getValue());
    }

    private PreparedBulk(int count, IntFunction<String> ids, IntFunction<byte[]> documents) {
        this.ends = new int[count];
        byte[] all = new byte[1 << 20];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            byte[] action = ("{\"index\":{\"_id\":\"" + ids.apply(i) + "\"}}\n").getBytes(StandardCharsets.UTF_8);
            byte[] document = documents.apply(i);
            long end = (long) filled + action.length + document.length + 1;
            if (end > LARGEST) {
                throw new IllegalArgumentException("all bodies must fit into 2 GB: measure with fewer documents");
            }
            if (end > all.length) {
                all = Arrays.copyOf(all, (int) Math.clamp(end * 3 / 2, end, (long) LARGEST));
            }
            System.arraycopy(action, 0, all, filled, action.length);
            System.arraycopy(document, 0, all, filled + action.length, document.length);
            filled = (int) end;
            all[filled - 1] = '\n';
            ends[i] = filled;
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
