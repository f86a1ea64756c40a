package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * A consistent parallel read of one or more indices. Opening it takes a snapshot of every shard, so that what is written
 * later is not seen, counts the documents and plans the slices; then they are read: by this object, or each by a
 * {@link SliceReader} anywhere. Every document is read exactly once, or an exception says why not; there is no order.
 *
 * <p>Memory: each slice that is being read holds at most two pages, whatever the size of the indices. Pages are sized to
 * about 6 MB; where documents suddenly grow, one may reach 32 MB before it is broken off and asked for in smaller parts.
 * A single document may be as large as Elasticsearch takes.
 *
 * <p>Thread-safe; calls block. {@link #close} may come from any thread, such as one that handles Ctrl-C: reads under way
 * then end with a {@link CancelledException}.
 */
public final class IndexScan implements AutoCloseable {

    private final Cluster cluster;
    private final Snapshot snapshot;
    private final SnapshotKeeper keeper;
    private final Map<String, Snapshot.Shard> shards = new HashMap<>();
    private final List<Slice> slices;
    private final long total;
    private final Set<SliceReader> readers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private IndexScan(Cluster cluster, ScanRequest request, Snapshot snapshot, List<Slice> slices, long total) {
        this.cluster = cluster;
        this.snapshot = snapshot;
        this.slices = List.copyOf(slices);
        snapshot.shards().forEach(shard -> shards.put(shard.target().where(), shard));
        this.total = total;
        this.keeper = new SnapshotKeeper(
                cluster,
                snapshot.shards().stream().map(Snapshot.Shard::pointInTime).toList(),
                request.keepAlive());
    }

    /**
     * Takes the snapshot and plans the slices. The privileges {@code read} and {@code view_index_metadata} are needed.
     *
     * @throws dev.leat.elastic.RejectedException when an index is missing or closed, the query is wrong, a privilege is
     *     missing, or the source is asked for and not stored
     * @throws dev.leat.elastic.UnavailableException when a shard cannot be read now
     */
    public static IndexScan open(Cluster cluster, ScanRequest request) {
        return open(cluster, request, new TargetFinder(cluster, request).find());
    }

    /**
     * The same, of some of the shards only: for a reader that has the others from an earlier scan.
     *
     * @throws dev.leat.elastic.RejectedException also when one of these shards is not there any more
     */
    public static IndexScan open(Cluster cluster, ScanRequest request, Set<ScanShard> only) {
        List<ScanTarget> wanted = new TargetFinder(cluster, request)
                .find().stream().filter(target -> only.contains(target.id())).toList();
        if (wanted.size() != only.size()) {
            Set<ScanShard> missing = new LinkedHashSet<>(only);
            wanted.forEach(target -> missing.remove(target.id()));
            throw new RejectedException(
                    404, "shard_not_found", missing.iterator().next() + " is not there any more; begin a new scan");
        }
        return open(cluster, request, wanted);
    }

    private static IndexScan open(Cluster cluster, ScanRequest request, List<ScanTarget> targets) {
        Snapshot snapshot = Snapshot.open(cluster, request, targets);
        try {
            long found = snapshot.shards().stream()
                    .mapToLong(Snapshot.Shard::documents)
                    .sum();
            List<Slice> slices = SlicePlanner.plan(request, snapshot.shards());
            return new IndexScan(cluster, request, snapshot, slices, Math.min(found, request.limit())).started();
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /**
     * Goes on with slices of a scan whose process has ended before it could close its snapshot. That lives for the
     * keep-alive of the scan.
     *
     * @param slices those that are to be read, of one scan
     * @return empty when the snapshot of a shard is gone; nothing is left open then
     */
    public static Optional<IndexScan> reopen(Cluster cluster, List<Slice> slices) {
        Duration keepAlive = slices.getFirst().keepAlive();
        ScanRequest request = ScanRequest.of("_all").withKeepAlive(keepAlive);
        Snapshot snapshot = Snapshot.reopen(cluster, request, slices);
        if (snapshot == null) {
            return Optional.empty();
        }
        long about = slices.stream().mapToLong(Slice::documents).sum();
        return Optional.of(new IndexScan(cluster, request, snapshot, slices, about).started());
    }

    private IndexScan started() {
        keeper.start();
        return this;
    }

    /** All slices; together they hold every document once. None when there are no documents, unless asked for. */
    public List<Slice> slices() {
        return slices;
    }

    /** How many documents will be read: exactly, for the snapshot does not change. About, of a scan that was reopened. */
    public long total() {
        return total;
    }

    /** How many documents will be read of each shard. */
    public Map<ScanShard, Long> documentsByShard() {
        Map<ScanShard, Long> documents = new LinkedHashMap<>();
        snapshot.shards().forEach(shard -> documents.put(shard.target().id(), shard.documents()));
        return documents;
    }

    /** A reader of one slice that shares what this scan knows of the snapshot. */
    public SliceReader reader(Slice slice) {
        List<PageReader> parts = new ArrayList<>();
        for (SlicePart part : slice.parts()) {
            Snapshot.Shard shard = shards.get(part.where());
            if (shard == null) {
                throw new IllegalArgumentException("slice " + slice.number() + " is of another scan");
            }
            parts.add(new PageReader(cluster, slice, part, shard.pointInTime()));
        }
        SliceReader reader = new SliceReader(slice, parts);
        readers.add(reader);
        if (closed) {
            reader.close();
        }
        return reader;
    }

    /** Reads one slice in the calling thread. Throws as {@link SliceReader#nextPage} does, and what the handler throws. */
    public void readPages(Slice slice, PageHandler handler) {
        readToTheEnd(slice, handler, new Tally());
    }

    /**
     * Reads all slices on virtual threads and returns when all are read. The handler is called for several slices at the
     * same time. The first failure, of a read or of the handler, ends all and is thrown.
     *
     * @param parallelism how many slices at a time. Twice as many as there are processors was a sixth faster than as many,
     *     measured with the cluster on the same two processors: no answer is waited for with nothing to do
     * @throws CancelledException when the thread was interrupted or the scan closed
     */
    public void readAllPages(int parallelism, PageHandler handler) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, but is " + parallelism);
        }
        Tally tally = new Tally();
        List<Slice> largestFirst = slices.stream()
                .sorted(Comparator.comparingLong(Slice::documents).reversed())
                .toList();
        Crew.forEach(largestFirst, parallelism, "leat-scan", slice -> readToTheEnd(slice, handler, tally));
        Map<String, Long> documents = new HashMap<>();
        shards.forEach((where, shard) -> documents.put(where, shard.documents()));
        tally.requireAll(slices, documents);
    }

    /**
     * Hands a reader of each slice to the handler, on virtual threads, and returns when all are done. That a slice is read
     * to its end is the handler's to see to. The first failure, of a read or of the handler, ends all and is thrown.
     *
     * @param parallelism how many slices at a time
     * @throws CancelledException when the thread was interrupted or the scan closed
     */
    public void forEachSlice(int parallelism, SliceHandler handler) {
        Crew.forEach(slices, parallelism, "leat-scan", slice -> {
            try (SliceReader reader = reader(slice)) {
                try {
                    handler.handle(reader);
                } finally {
                    readers.remove(reader);
                }
            }
        });
    }

    /**
     * The documents as a stream, read ahead by as many threads as there are processors; about 16 MB wait for the
     * consumer. The stream must be closed, which ends the reading and closes this scan. Failures come out of the stream's
     * terminal operation.
     */
    public Stream<ScannedDocument> stream() {
        return DocumentStream.of(this, Runtime.getRuntime().availableProcessors());
    }

    /**
     * The documents as objects, read by Jackson from their sources; else as {@link #stream()}.
     *
     * @throws RejectedException from the stream's terminal operation, when a document is none of that class; names it
     */
    public <T> Stream<T> stream(Class<T> type) {
        return stream().map(document -> read(document, type));
    }

    private static <T> T read(ScannedDocument document, Class<T> type) {
        byte[] source = document.source();
        if (source == null) {
            throw new IllegalStateException("the scan was opened without sources");
        }
        try {
            return Json.MAPPER.readValue(source, type);
        } catch (JacksonException e) {
            throw new RejectedException(
                    200,
                    "unreadable_document",
                    "document '" + document.id() + "' of index '" + document.index() + "' is no " + type.getSimpleName()
                            + ": " + e.getOriginalMessage());
        }
    }

    private void readToTheEnd(Slice slice, PageHandler handler, Tally tally) {
        try (SliceReader reader = reader(slice)) {
            try {
                reader.readPages(handler);
                tally.add(reader);
            } finally {
                readers.remove(reader);
            }
        }
    }

    /**
     * Ends reads under way and gives the snapshot back. Never throws: what cannot be closed is logged, and ends by itself
     * with its keep-alive. Does nothing the second time.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        keeper.close();
        readers.forEach(SliceReader::close);
        snapshot.close();
    }
}
