package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
import dev.leat.local.EntryUnpacker.Flow;
import dev.leat.local.Repository.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One fetch of the files that are missing: neighbouring files make up spans, several spans flow at once, and a span that
 * breaks off goes on at its first missing file. A server that ignores ranges sends the whole archive, and what is needed
 * is taken from it as it flows past.
 */
final class Download {
    // Neighbours up to this much apart come in one request: skipping is cheaper than asking again.
    private static final long MAXIMUM_GAP = 512 << 10;
    private static final long SPAN_BYTES = 12 << 20;
    // A local header's extra field; those of the archives that are listed are far smaller.
    private static final long EXTRA_FIELD_BYTES = 1024;

    private final ElasticsearchVersion version;
    private final DistributionList list;
    private final Repository repository;
    private final Attempts attempts;
    private final DownloadMeter meter;
    private final EntryUnpacker unpacker;

    Download(
            ElasticsearchVersion version,
            DistributionList list,
            Path target,
            Repository repository,
            Pause pause,
            ProgressListener listener) {
        this.version = version;
        this.list = list;
        this.repository = repository;
        this.attempts = new Attempts(version.product(), repository, pause);
        this.meter = new DownloadMeter(version.product(), list.compressedBytes(), listener);
        this.unpacker = new EntryUnpacker(list, target, meter);
    }

    /** Files of the archive that are fetched with one request, the bytes up to {@code end} (exclusive). */
    private record Span(List<Entry> entries, long end) {}

    /** The files that are not there yet, whole and right; those that are count as received. */
    List<Entry> missing() throws IOException {
        List<Entry> missing = new ArrayList<>();
        for (Entry entry : list.entries()) {
            if (unpacker.has(entry)) {
                meter.accept(entry.compressed());
            } else {
                missing.add(entry);
            }
        }
        return missing;
    }

    /** Fetches these files, which are in the order of the archive. */
    void run(List<Entry> missing) {
        // The first answer tells whether the server knows ranges; if not, it carries everything.
        Deque<Entry> all = new ArrayDeque<>(missing);
        Crew.run(
                version.product(),
                spans(missing).stream()
                        .limit(1)
                        .<Runnable>map(first -> () -> fetch(all, first.end()))
                        .toList());
        Crew.run(
                version.product(),
                spans(all).stream()
                        .<Runnable>map(span -> () -> fetch(new ArrayDeque<>(span.entries()), span.end()))
                        .toList());
        meter.finish();
    }

    private List<Span> spans(Iterable<Entry> entries) {
        List<Span> spans = new ArrayList<>();
        List<Entry> current = new ArrayList<>();
        for (Entry entry : entries) {
            if (!current.isEmpty()) {
                long end = end(current.getLast());
                if (entry.offset() - end > MAXIMUM_GAP
                        || end - current.getFirst().offset() >= SPAN_BYTES) {
                    spans.add(new Span(current, end));
                    current = new ArrayList<>();
                }
            }
            current.add(entry);
        }
        if (!current.isEmpty()) {
            spans.add(new Span(current, end(current.getLast())));
        }
        return spans;
    }

    private long end(Entry entry) {
        return Math.min(
                list.archiveSize(),
                entry.offset() + unpacker.headerBytes(entry) + EXTRA_FIELD_BYTES + entry.compressed());
    }

    /** Fetches the files that start before {@code end}, or all when the server sends all, and takes them off the queue. */
    private void fetch(Deque<Entry> queue, long end) {
        attempts.untilDone(version.archivePath(), () -> left(queue, end), () -> attempt(queue, end));
    }

    private static int left(Deque<Entry> queue, long end) {
        return queue.isEmpty() || queue.getFirst().offset() >= end ? 0 : queue.size();
    }

    private void attempt(Deque<Entry> queue, long end) throws IOException {
        long from = queue.getFirst().offset();
        try (Body body = repository.open(version.archivePath(), from, end)) {
            if (body.total() >= 0 && body.total() != list.archiveSize()) {
                throw new CorruptFileException(
                        "the archive has " + body.total() + " bytes, not the " + list.archiveSize() + " listed");
            }
            Flow flow = new Flow(body.stream(), body.position());
            long last = body.position() == from ? end : Long.MAX_VALUE;
            while (!queue.isEmpty() && queue.getFirst().offset() < last) {
                unpacker.unpack(queue.getFirst(), flow);
                queue.removeFirst();
            }
        }
    }
}
