package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.sync.TableWatch;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Finds rows by the partition that they are in, where a partition is a bucket of time: it reads the partitions of the
 * buckets since it last looked, whole, and no other. A row that is written into a bucket that is long over is found when
 * both sides are compared whole. Thread-safe.
 */
public final class BucketWatch implements TableWatch {

    private final Requests requests;
    private final Rows rows;
    private final PreparedStatement statement;
    private final Buckets buckets;
    private final Duration maxSkew;
    private final InstantSource clock;

    private BucketWatch(
            Requests requests,
            Rows rows,
            PreparedStatement statement,
            Buckets buckets,
            Duration maxSkew,
            InstantSource clock) {
        this.requests = requests;
        this.rows = rows;
        this.statement = statement;
        this.buckets = buckets;
        this.maxSkew = maxSkew;
        this.clock = clock;
    }

    /**
     * Watches the buckets of a column.
     *
     * @param maxSkew how far a writer's clock may be ahead, so that it writes into the next bucket before that has begun
     * @throws ConfigException if the column is not the partition key alone, or its type tells no bucket
     */
    public static BucketWatch open(
            CassandraConnection connection,
            TableShape shape,
            String column,
            BucketUnit unit,
            Duration maxSkew,
            InstantSource clock) {
        List<Column> key = shape.partitionKey();
        if (key.size() != 1 || !key.getFirst().name().equals(column)) {
            throw new ConfigException(
                    "bucket",
                    "the column \"" + column + "\" is not the partition key of " + shape + ", which is "
                            + key.stream().map(Column::name).toList() + "; only a whole partition can be a bucket");
        }
        Requests requests = new Requests(connection);
        String cql = "SELECT " + Statements.join(shape.columns().stream().map(Column::cqlName)) + " FROM "
                + shape.cqlName() + " WHERE " + key.getFirst().cqlName() + " = ?";
        return new BucketWatch(
                requests,
                Rows.of(shape),
                requests.prepare(shape, session -> session.prepare(cql)),
                Buckets.of(key.getFirst(), unit),
                maxSkew,
                clock);
    }

    /** Returns the time at which it began to look: what was written before has been seen. */
    @Override
    public long changes(long since, long until, PageHandler handler) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        for (String bucket : buckets.between(since, now + maxSkew.toNanos() / 1000)) {
            read(bucket, handler);
        }
        return now;
    }

    @Override
    public boolean isQuick() {
        return false;
    }

    private void read(String bucket, PageHandler handler) {
        BoundStatement bound = statement
                .boundStatementBuilder()
                .setBytesUnsafe(0, buckets.column().type().bytes(bucket))
                .setIdempotence(true)
                .build();
        String what = "Cannot read the bucket " + bucket + " of " + rows.shape();
        try {
            Paging pages = new Paging(RangeScan.PAGE_ROWS);
            AsyncResultSet page = pages.first(requests.session(), bound).get();
            while (true) {
                // The next page comes while this one is looked at.
                var next = pages.next(requests.session(), bound, page);
                List<Sighting> sightings = new ArrayList<>();
                for (Row row : page.currentPage()) {
                    sightings.add(rows.sighting(row));
                }
                if (!sightings.isEmpty()) {
                    handler.accept(sightings, "");
                }
                if (next == null) {
                    return;
                }
                page = next.get();
            }
        } catch (ExecutionException e) {
            throw DriverErrors.translate(what, Requests.cause(e));
        } catch (DriverException e) {
            throw DriverErrors.translate(what, e);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted(what, e);
        }
    }
}
