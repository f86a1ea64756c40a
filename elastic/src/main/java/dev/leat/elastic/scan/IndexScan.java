package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.cluster.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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

    private IndexScan(Cluster cluster, ScanRequest request, Snapshot snapshot, List<Slice> slices) {
        this.cluster = cluster;
        this.snapshot = snapshot;
        this.slices = List.copyOf(slices);
        snapshot.shards().forEach(shard -> shards.put(shard.target().where(), shard));
        long found =
                snapshot.shards().stream().mapToLong(Snapshot.Shard::documents).sum();
        this.total = Math.min(found, request.limit());
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
        Snapshot snapshot = Snapshot.open(cluster, request, new TargetFinder(cluster, request).find());
        try {
            IndexScan scan = new IndexScan(cluster, request, snapshot, SlicePlanner.plan(request, snapshot.shards()));
            scan.keeper.start();
            return scan;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /** All slices; together they hold every document once. None when there are no documents, unless asked for. */
    public List<Slice> slices() {
        return slices;
    }

    /** How many documents will be read: exactly, for the snapshot does not change. */
    public long total() {
        return total;
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
     * The documents as a stream, read ahead by as many threads as there are processors; about 16 MB wait for the
     * consumer. The stream must be closed, which ends the reading and closes this scan. Failures come out of the stream's
     * terminal operation.
     */
    public Stream<ScannedDocument> stream() {
        return DocumentStream.of(this, Runtime.getRuntime().availableProcessors());
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
