package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.token.Token;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.table.ScanPosition.Range;
import dev.leat.cassandra.type.Column;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.RejectedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A read of a whole table: ranges of tokens, several at once, page by page. Memory holds a few pages whatever the size of
 * the table: readers wait while the handler is busy.
 */
final class RangeScan {
    /** Measured on a node of 700 MB: 215,000 rows/s, against 79,000 with pages of 1,000. */
    static final int PAGE_ROWS = 5_000;

    private static final int READERS = 4;
    private static final int RANGES = 32;

    private final Requests requests;
    private final Rows rows;
    private final PreparedStatement statement;
    private final int ranges;
    private final ReentrantLock beginning = new ReentrantLock();

    private RangeScan(Requests requests, Rows rows, PreparedStatement statement, int ranges) {
        this.requests = requests;
        this.rows = rows;
        this.statement = statement;
        this.ranges = ranges;
    }

    /** All rows. */
    static RangeScan ofTable(Requests requests, Rows rows) {
        return of(requests, rows, "", "", RANGES);
    }

    /**
     * Some rows.
     *
     * @param selected what is selected behind the columns, if not empty
     * @param condition what else rows have to meet; its variables come behind the tokens
     */
    static RangeScan of(Requests requests, Rows rows, String selected, String condition, int ranges) {
        String token =
                "token(" + Statements.join(rows.shape().partitionKey().stream().map(Column::cqlName)) + ")";
        String cql = "SELECT "
                + Statements.join(rows.shape().columns().stream().map(Column::cqlName)) + ", " + token
                + (selected.isEmpty() ? "" : ", " + selected) + " FROM "
                + rows.shape().cqlName() + " WHERE " + token
                + " > ? AND " + token + " <= ?" + condition;
        PreparedStatement statement = requests.prepare(rows.shape(), session -> session.prepare(cql));
        return new RangeScan(requests, rows, statement, ranges);
    }

    /** What a reader has to say to the thread that hands pages over. */
    private sealed interface News {
        /** A page of a range, all of its rows up to a token. */
        record Page(Range range, List<Sighting> sightings, long upTo) implements News {}

        /** A range was begun. */
        record Begun(Range range) implements News {}

        /** A reader has nothing more to do. */
        record Finished() implements News {}

        /** A reader failed. */
        record Failed(RuntimeException failure) implements News {}
    }

    /** Looks at each row on the thread of its reader. */
    @FunctionalInterface
    interface RowListener {
        void accept(Row row);
    }

    void run(@Nullable String from, PageHandler handler) {
        run(from, handler, bound -> bound, row -> {});
    }

    /**
     * Reads what is left from a position on.
     *
     * @param binding sets the variables of the condition
     */
    void run(
            @Nullable String from,
            PageHandler handler,
            UnaryOperator<BoundStatementBuilder> binding,
            RowListener listener) {
        ScanPosition position = from == null ? ScanPosition.beginning() : ScanPosition.parse(from);
        Queue<Range> left = new ArrayDeque<>(position.left(boundaries()));
        BlockingQueue<News> news = new ArrayBlockingQueue<>(READERS);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> read(left, news, binding, listener));
            }
            handOver(news, position, handler);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("The scan of " + rows.shape(), e);
        } finally {
            readers.shutdownNow();
            readers.close();
        }
    }

    private static void handOver(BlockingQueue<News> news, ScanPosition position, PageHandler handler)
            throws InterruptedException {
        int reading = READERS;
        while (reading > 0) {
            switch (news.take()) {
                case News.Begun begun -> position.begin(begun.range());
                case News.Page page -> {
                    position.done(page.range(), page.upTo());
                    if (!page.sightings().isEmpty()) {
                        handler.accept(page.sightings(), position.toString());
                    }
                }
                case News.Finished finished -> reading--;
                case News.Failed failed -> throw failed.failure();
            }
        }
    }

    private void read(
            Queue<Range> left,
            BlockingQueue<News> news,
            UnaryOperator<BoundStatementBuilder> binding,
            RowListener listener) {
        try {
            try {
                for (Range range = begin(left, news); range != null; range = begin(left, news)) {
                    read(range, news, binding, listener);
                }
                news.put(new News.Finished());
            } catch (ExecutionException e) {
                news.put(new News.Failed(DriverErrors.translate("Cannot scan " + rows.shape(), Requests.cause(e))));
            } catch (DriverException e) {
                news.put(new News.Failed(DriverErrors.translate("Cannot scan " + rows.shape(), e)));
            } catch (RuntimeException e) {
                news.put(new News.Failed(e));
            }
        } catch (InterruptedException e) {
            // The scan has ended without this reader.
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the next range, and tells so before another reader takes the one behind it. */
    private @Nullable Range begin(Queue<Range> left, BlockingQueue<News> news) throws InterruptedException {
        beginning.lockInterruptibly();
        try {
            Range range = left.poll();
            if (range != null) {
                news.put(new News.Begun(range));
            }
            return range;
        } finally {
            beginning.unlock();
        }
    }

    private void read(
            Range range, BlockingQueue<News> news, UnaryOperator<BoundStatementBuilder> binding, RowListener listener)
            throws ExecutionException, InterruptedException {
        BoundStatementBuilder bound = statement
                .boundStatementBuilder()
                .setLong(0, range.after())
                .setLong(1, range.last())
                .setPageSize(PAGE_ROWS)
                .setIdempotence(true);
        Token routing = requests.session()
                .getMetadata()
                .getTokenMap()
                .map(map -> map.parse(Long.toString(range.last())))
                .orElse(null);
        if (routing != null) {
            bound = bound.setRoutingToken(routing);
        }
        AsyncResultSet page = requests.session()
                .executeAsync(binding.apply(bound).build())
                .toCompletableFuture()
                .get();
        while (true) {
            // The next page comes while this one is looked at.
            var next = page.hasMorePages() ? page.fetchNextPage().toCompletableFuture() : null;
            List<Sighting> sightings = new ArrayList<>();
            long token = range.after();
            for (Row row : page.currentPage()) {
                listener.accept(row);
                sightings.add(rows.sighting(row));
                token = row.getLong(rows.shape().columns().size());
            }
            if (next == null) {
                news.put(new News.Page(range, sightings, range.last()));
                return;
            }
            // The partition that a page ends in may go on: it is read again after a resume.
            news.put(new News.Page(range, sightings, Math.max(range.after(), token - 1)));
            page = next.get();
        }
    }

    /** The ends of the nodes' ranges, and even splits where those are far apart. */
    private List<Long> boundaries() {
        TreeSet<Long> boundaries = new TreeSet<>();
        TokenMap map = requests.session().getMetadata().getTokenMap().orElse(null);
        if (map != null) {
            if (!map.getPartitionerName().endsWith("Murmur3Partitioner")) {
                throw new RejectedException(
                        0,
                        "partitioner",
                        "The partitioner " + map.getPartitionerName() + " is not known; only Murmur3Partitioner is");
            }
            if (ranges > 1) {
                map.getTokenRanges().forEach(range -> boundaries.add(Long.parseLong(map.format(range.getEnd()))));
            }
        }
        long step = Long.MAX_VALUE / ranges * 2;
        for (int i = 1; i < ranges; i++) {
            boundaries.add(Long.MIN_VALUE + i * step);
        }
        boundaries.remove(Long.MIN_VALUE);
        return List.copyOf(boundaries);
    }
}
