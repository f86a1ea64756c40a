package dev.leat.app.scan;

import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Reads an index in parallel and writes its documents into one stream. */
public final class FileExport {

    /** Each slice under way holds two pages of some 6 MB, and a third one on its arrival: 72 MB of a heap of 256 MB. */
    private static final int MOST_AT_A_TIME = 4;

    private final Cluster cluster;
    private final Progress progress;

    public FileExport(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** What was exported; the bytes are those that were written, after compression. */
    public record Report(long documents, long bytes, int slices, Duration duration) {}

    /**
     * Exports everything that the request asks for; blocks until done.
     *
     * @throws dev.leat.elastic.CancelledException when the thread was interrupted
     */
    public Report run(ScanRequest request, Encoding encoding, OutputStream out) throws IOException {
        long start = System.nanoTime();
        AtomicLong documents = new AtomicLong();
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            progress.total(scan.total());
            PageSink sink = encoding.open(out);
            ScanProgress pages = new ScanProgress(progress);
            int atATime = Math.min(2 * Runtime.getRuntime().availableProcessors(), MOST_AT_A_TIME);
            scan.readAllPages(atATime, page -> {
                sink.write(page);
                documents.addAndGet(page.size());
                pages.advance(page);
            });
            sink.complete();
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            return new Report(documents.get(), sink.bytes(), scan.slices().size(), duration);
        }
    }
}
