package dev.leat.elastic.scan;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a scan: an answer of Elasticsearch and where the documents stand in it. Immutable and thread-safe. A page,
 * and each {@link Hit} of it, keeps the whole answer in memory: copy what is kept for longer than the page is handled.
 */
public final class ScannedPage implements Iterable<Hit> {

    private static final int CHUNK = 64 * 1024;

    private final byte[] answer;
    private final HitTable hits;
    private final @Nullable String pointInTime;
    private final boolean timedOut;
    private final int shards;
    private final int failedShards;

    ScannedPage(
            byte[] answer,
            HitTable hits,
            @Nullable String pointInTime,
            boolean timedOut,
            int shards,
            int failedShards) {
        this.answer = answer;
        this.hits = hits;
        this.pointInTime = pointInTime;
        this.timedOut = timedOut;
        this.shards = shards;
        this.failedShards = failedShards;
    }

    /** The number of documents; at least one when handed to a handler. */
    public int size() {
        return hits.size();
    }

    /** The size of the answer in bytes, which is about what the page takes in memory. */
    public long bytes() {
        return answer.length;
    }

    /** The document at that place, from 0. */
    public Hit hit(int number) {
        return new Hit(this, Objects.checkIndex(number, hits.size()));
    }

    @Override
    public Iterator<Hit> iterator() {
        return IntStream.range(0, size()).mapToObj(this::hit).iterator();
    }

    /**
     * Writes the source of every document on a line of its own, as {@link Hit#writeSourceLine} does, with a line feed
     * after each. The fastest way from Elasticsearch to a file.
     */
    public void writeSourceLines(OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int filled = 0;
        for (int hit = 0; hit < hits.size(); hit++) {
            int start = hits.start(hit, HitTable.SOURCE);
            int length = hits.end(hit, HitTable.SOURCE) - start;
            if (filled + length + 1 > CHUNK || hits.isUntidy(hit)) {
                out.write(chunk, 0, filled);
                filled = 0;
            }
            if (length + 1 > CHUNK || hits.isUntidy(hit)) {
                hit(hit).writeSourceLine(out);
            } else {
                System.arraycopy(answer, start, chunk, filled, length);
                filled += length;
            }
            chunk[filled++] = '\n';
        }
        out.write(chunk, 0, filled);
    }

    byte[] answer() {
        return answer;
    }

    HitTable table() {
        return hits;
    }

    @Nullable
    String pointInTime() {
        return pointInTime;
    }

    boolean isTimedOut() {
        return timedOut;
    }

    /** How many shards were asked; -1 when the answer does not say. */
    int shards() {
        return shards;
    }

    /** How many of them failed; -1 when the answer does not say. */
    int failedShards() {
        return failedShards;
    }

    /** The sort values of the last hit as raw JSON: where the next page begins. */
    String lastSort() {
        int last = hits.size() - 1;
        int start = hits.start(last, HitTable.SORT);
        return new String(answer, start, hits.end(last, HitTable.SORT) - start, StandardCharsets.UTF_8);
    }
}
