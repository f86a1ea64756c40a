package dev.leat.local;

import dev.leat.local.DistributionList.Entry;
import dev.leat.local.EntryUnpacker.CorruptEntryException;
import dev.leat.local.EntryUnpacker.DiskException;
import dev.leat.local.EntryUnpacker.Flow;
import dev.leat.local.LocalException.Reason;
import dev.leat.local.Repository.Body;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One fetch of the files that are missing: neighbouring files make up spans, several spans flow at once, and a span that
 * breaks off goes on at its first missing file. A server that ignores ranges sends the whole archive, and what is needed
 * is taken from it as it flows past.
 */
final class Download {
    // Neighbours up to this much apart come in one request: skipping is cheaper than asking again.
    private static final long MAXIMUM_GAP = 512 << 10;
    private static final long SPAN_BYTES = 12 << 20;
    private static final int SPANS_AT_ONCE = 6;
    // A local header's extra field; those of the archives that are listed are far smaller.
    private static final long EXTRA_FIELD_BYTES = 1024;
    private static final int ATTEMPTS = 5;
    private static final int ATTEMPTS_WHEN_CORRUPT = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final ElasticsearchVersion version;
    private final DistributionList list;
    private final Repository repository;
    private final Pause pause;
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
        this.pause = pause;
        this.meter = new DownloadMeter(version, list.compressedBytes(), listener);
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
        ExecutorService threads =
                Executors.newFixedThreadPool(SPANS_AT_ONCE, Thread.ofVirtual().factory());
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            // The first answer tells whether the server knows ranges; if not, it carries everything.
            Deque<Entry> all = new ArrayDeque<>(missing);
            for (Span first : spans(missing).stream().limit(1).toList()) {
                running.submit(() -> fetch(all, first.end()), null);
                running.take().get();
            }
            List<Span> rest = spans(all);
            for (Span span : rest) {
                running.submit(() -> fetch(new ArrayDeque<>(span.entries()), span.end()), null);
            }
            for (int i = 0; i < rest.size(); i++) {
                running.take().get();
            }
            meter.finish();
        } catch (InterruptedException e) {
            throw LocalException.interrupted("fetching Elasticsearch " + version.number(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalException known
                    ? known
                    : new IllegalStateException("Fetching Elasticsearch failed", e.getCause());
        } finally {
            threads.shutdownNow();
            threads.close();
        }
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
        int failures = 0;
        while (!queue.isEmpty() && queue.getFirst().offset() < end) {
            int before = queue.size();
            try {
                attempt(queue, end);
            } catch (FileNotFoundException e) {
                throw notThere(e);
            } catch (DiskException e) {
                throw LocalException.file("Cannot unpack Elasticsearch " + version.number(), e);
            } catch (IOException e) {
                failures = queue.size() < before ? 1 : failures + 1;
                if (e instanceof CorruptEntryException ? failures >= ATTEMPTS_WHEN_CORRUPT : failures >= ATTEMPTS) {
                    throw failed(e);
                }
                rest(FIRST_PAUSE.multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private void attempt(Deque<Entry> queue, long end) throws IOException {
        long from = queue.getFirst().offset();
        try (Body body = repository.open(version.archivePath(), from, end)) {
            if (body.total() >= 0 && body.total() != list.archiveSize()) {
                throw new CorruptEntryException(
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

    private void rest(Duration time) {
        try {
            pause.rest(time);
        } catch (InterruptedException e) {
            throw LocalException.interrupted("fetching Elasticsearch " + version.number(), e);
        }
    }

    private LocalException notThere(FileNotFoundException cause) {
        return new LocalException(
                Reason.NOT_IN_REPOSITORY,
                "The Maven repository " + repository.display() + " does not hand out " + version.archivePath() + " ("
                        + cause.getMessage() + "): set " + Repository.VARIABLE + " to one that mirrors Maven Central",
                cause);
    }

    private LocalException failed(IOException cause) {
        String detail = cause.getMessage() == null ? "" : " " + cause.getMessage();
        if (cause instanceof CorruptEntryException) {
            return new LocalException(
                    Reason.CORRUPT_DOWNLOAD,
                    "What the Maven repository " + repository.display() + " sends is not Elasticsearch "
                            + version.number() + " as listed:" + detail + ": set " + Repository.VARIABLE
                            + " to another repository, or look at the proxy in between",
                    cause);
        }
        return new LocalException(
                Reason.NO_NETWORK,
                "Cannot fetch Elasticsearch " + version.number() + " from " + repository.display() + " ("
                        + cause.getClass().getSimpleName() + detail + "): check the network, or set "
                        + Repository.VARIABLE + " to a reachable Maven repository (file: works, too), or copy the cache"
                        + " directory of a machine that has it; what has arrived is kept",
                cause);
    }
}
