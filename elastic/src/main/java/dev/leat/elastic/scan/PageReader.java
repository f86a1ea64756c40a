package dev.leat.elastic.scan;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Reads one part of a slice page by page. Asking for a page again brings the same page, so whatever goes wrong on the
 * way is repeated, with smaller pages, for as long as the cluster's retry policy allows. Blocking; not thread-safe.
 */
final class PageReader {

    /** An answer that cannot be read and comes again and again is the documents' fault, not the network's. */
    private static final int MOST_UNREADABLE = 4;

    private final Cluster cluster;
    private final SlicePart part;
    private final PointInTime pointInTime;
    private final PageFetcher fetcher;
    private final PageSize size;
    private @Nullable String after;
    private long read;
    private boolean ended;

    PageReader(Cluster cluster, Slice slice, SlicePart part, PointInTime pointInTime) {
        this.cluster = cluster;
        this.part = part;
        this.pointInTime = pointInTime;
        this.fetcher = new PageFetcher(cluster, slice, part);
        this.size = new PageSize(part.window(), part.averageBytes());
    }

    /** How many documents have been handed out. */
    long read() {
        return read;
    }

    /** The next page; null when all have been read. */
    @Nullable
    ScannedPage next() {
        long room = part.isExact() ? part.expected() - read : Long.MAX_VALUE;
        ScannedPage page = ended || room == 0 ? null : fetch(room);
        if (page == null || page.size() == 0) {
            ended = true;
            requireAll();
            return null;
        }
        read += page.size();
        after = page.lastSort();
        return page;
    }

    private ScannedPage fetch(long room) {
        Retry retry = new Retry(cluster, "reading " + part.where());
        int unreadable = 0;
        while (true) {
            int asked = (int) Math.min(size.next(), room);
            switch (fetcher.fetch(asked, pointInTime, after)) {
                case PageFetcher.Outcome.Came came -> {
                    ScannedPage page = came.page();
                    size.answered(page.size(), page.bytes());
                    // Nothing may cut a page short (partial results are refused), so a short page is the last one.
                    ended = page.size() < asked;
                    return page;
                }
                case PageFetcher.Outcome.TooLarge tooLarge -> size.tooLarge();
                case PageFetcher.Outcome.Failed failed -> {
                    size.refused();
                    retry.pause(failed.why(), failed.retryAfter());
                }
                case PageFetcher.Outcome.Unreadable bad -> {
                    if (++unreadable == MOST_UNREADABLE) {
                        throw new RejectedException(
                                200,
                                "unreadable_answer",
                                "reading " + part.where() + ": " + bad.why()
                                        + "; a document there may be stored in something else than JSON in UTF-8");
                    }
                    retry.pause(bad.why(), null);
                }
            }
        }
    }

    private void requireAll() {
        if (part.isExact() && read != part.expected()) {
            throw incomplete(part, part.expected(), read);
        }
    }

    /** The snapshot did not hold what it promised. This never happened; it is here so that it cannot happen silently. */
    static UnavailableException incomplete(SlicePart part, long expected, long read) {
        return new UnavailableException(
                part.where() + " had " + expected + " documents to read when the scan began, but " + read
                        + " were read; the scan is incomplete, so run it again",
                null);
    }
}
