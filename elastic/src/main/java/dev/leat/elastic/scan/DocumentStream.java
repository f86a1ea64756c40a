package dev.leat.elastic.scan;

import dev.leat.elastic.MarkedThreads;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The documents of a scan one by one, while other threads read ahead. Not thread-safe. */
final class DocumentStream extends Spliterators.AbstractSpliterator<ScannedDocument> {

    /** Pages waiting between the readers and the consumer, in bytes. */
    private static final long READ_AHEAD = 16L << 20;

    private final HandOver pages = new HandOver(READ_AHEAD);
    private final Thread reader;
    private final Runnable onClose;
    private @Nullable Iterator<Hit> page;
    private boolean closed;

    private DocumentStream(IndexScan scan, int parallelism) {
        super(scan.total(), Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.reader = MarkedThreads.unstarted("leat-scan-stream", () -> read(scan, parallelism));
        this.onClose = scan::close;
    }

    /** Begins to read; closing the stream ends that and closes the scan. */
    static Stream<ScannedDocument> of(IndexScan scan, int parallelism) {
        DocumentStream documents = new DocumentStream(scan, parallelism);
        documents.reader.start();
        return StreamSupport.stream(documents, false).onClose(documents::close);
    }

    private void read(IndexScan scan, int parallelism) {
        Throwable failure = null;
        try {
            scan.readAllPages(parallelism, pages::put);
        } catch (Throwable e) {
            failure = e;
        }
        pages.finish(failure);
    }

    @Override
    public boolean tryAdvance(Consumer<? super ScannedDocument> action) {
        while (page == null || !page.hasNext()) {
            ScannedPage next = pages.take();
            if (next == null) {
                return false;
            }
            page = next.iterator();
        }
        action.accept(page.next().toDocument());
        return true;
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        onClose.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
