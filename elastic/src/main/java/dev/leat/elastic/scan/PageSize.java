package dev.leat.elastic.scan;

/**
 * How many documents the next page asks for, so that an answer has about {@link #TARGET} bytes: measured on 315-byte
 * documents, 1,000 a page gave 65 % of the rate of 10,000 a page, and Elasticsearch holds a page on its heap, so larger
 * ones cost without helping. Not thread-safe.
 */
final class PageSize {

    /** Of an answer, in bytes. */
    static final long TARGET = 6L << 20;

    /** An answer of more bytes is broken off, unless it is one document: so much heap a page may cost. */
    static final long MOST = 32L << 20;

    /** Of a first answer, in bytes, if the shard's statistics tell the truth about its documents. */
    private static final long FIRST_TARGET = 1L << 20;

    private static final int FIRST_WITHOUT_STATISTICS = 100;
    private static final int FIRST_AT_MOST = 1_000;
    private static final int GROWTH = 8;

    private final int window;
    private long next;

    /** After a refusal the size grows by a quarter only until it is back at what the documents allow. */
    private boolean careful;

    /**
     * @param window the most that the index allows
     * @param averageBytes of a document, 0 when not known
     */
    PageSize(int window, long averageBytes) {
        this.window = Math.max(1, window);
        long first = averageBytes > 0
                ? Math.clamp(FIRST_TARGET / averageBytes, 1L, (long) FIRST_AT_MOST)
                : FIRST_WITHOUT_STATISTICS;
        this.next = Math.min(first, this.window);
    }

    /** At least 1. */
    int next() {
        return (int) next;
    }

    /** Learns from an answer that came. */
    void answered(int hits, long bytes) {
        if (hits == 0) {
            return;
        }
        long average = Math.max(1, bytes / hits);
        long wanted = Math.clamp(TARGET / average, 1L, (long) window);
        long reachable = careful ? next + Math.max(1, next / 4) : next * GROWTH;
        careful = careful && reachable < wanted;
        next = Math.min(wanted, reachable);
    }

    /** Learns that a page had more than {@link #MOST} bytes. */
    void tooLarge() {
        next = Math.max(1, next / GROWTH);
        careful = true;
    }

    /** Learns that a page was too much for the cluster, or did not come through. */
    void refused() {
        next = Math.max(1, next / 2);
        careful = true;
    }
}
