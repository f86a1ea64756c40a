package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.sync.TableWatch;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds rows by a column that grows with every write: a time, a version-1 UUID or a number. A storage-attached index on it
 * makes that cheap; without one, Cassandra reads the whole table to find them. Thread-safe.
 */
public final class VersionWatch implements TableWatch {
    // Between the beginning of the Gregorian calendar and that of Unix, in the 100 ns of a version-1 UUID.
    private static final long UUID_EPOCH = 0x01b2_1dd2_1381_4000L;
    private static final long MICROS_IN_MILLI = 1_000;

    /** What the numbers of a version column count. */
    public enum Unit {
        SECONDS(1_000_000),
        MILLISECONDS(MICROS_IN_MILLI),
        MICROSECONDS(1);

        private final long micros;

        Unit(long micros) {
            this.micros = micros;
        }
    }

    /** In both files that may name the column. */
    private static final String KEY = "changes_column (date_col)";

    private final RangeScan<Sighting> scan;
    private final ScalarType type;
    private final Unit unit;
    private final int selectedAt;

    private VersionWatch(RangeScan<Sighting> scan, ScalarType type, Unit unit, int selectedAt) {
        this.scan = scan;
        this.type = type;
        this.unit = unit;
        this.selectedAt = selectedAt;
    }

    /**
     * Watches a column.
     *
     * @param unit what the column counts, if it is a number
     * @throws ConfigException if the table has no such column, or its type does not tell a time
     */
    public static VersionWatch open(CassandraConnection connection, TableShape shape, String column, Unit unit) {
        Column found = shape.columns().stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        KEY, "the table " + shape + " has no column \"" + column + "\" that is kept in step"));
        if (!(found.type() instanceof ScalarType type)
                || (type != ScalarType.TIMESTAMP && type != ScalarType.TIMEUUID && type != ScalarType.BIGINT)) {
            throw new ConfigException(
                    KEY,
                    "the column \"" + column + "\" of " + shape + " is a "
                            + found.type().cql() + "; a timestamp, timeuuid or bigint tells versions");
        }
        Requests requests = new Requests(connection);
        boolean isIndexed = new SchemaReader(connection).isIndexed(shape, column);
        String floor = type == ScalarType.TIMEUUID ? "minTimeuuid(?)" : "?";
        RangeScan<Sighting> scan = RangeScan.of(
                requests,
                Rows.of(shape),
                found.cqlName(),
                " AND " + found.cqlName() + " >= " + floor + " ALLOW FILTERING",
                isIndexed ? RangeScan.Size.OF_FEW : RangeScan.Size.OF_SIGHTINGS);
        return new VersionWatch(scan, type, unit, shape.columns().size());
    }

    @Override
    public long changes(long since, PageHandler handler) {
        AtomicLong highest = new AtomicLong(Long.MIN_VALUE);
        scan.run(
                null,
                handler::accept,
                bound -> bind(bound, since),
                row -> highest.accumulateAndGet(version(row), Math::max));
        return highest.get();
    }

    private BoundStatementBuilder bind(BoundStatementBuilder bound, long since) {
        long value = Math.floorDiv(since, type == ScalarType.BIGINT ? unit.micros : MICROS_IN_MILLI);
        return bound.setBytesUnsafe(
                2, ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }

    private long version(Row row) {
        ByteBuffer bytes = row.getBytesUnsafe(selectedAt);
        if (bytes == null || bytes.remaining() < Long.BYTES) {
            return Long.MIN_VALUE;
        }
        long value = bytes.getLong(bytes.position());
        if (type == ScalarType.TIMEUUID) {
            return (new UUID(value, 0).timestamp() - UUID_EPOCH) / 10;
        }
        return saturated(value, type == ScalarType.BIGINT ? unit.micros : MICROS_IN_MILLI);
    }

    private static long saturated(long value, long factor) {
        return Math.clamp(value, Long.MIN_VALUE / factor, Long.MAX_VALUE / factor) * factor;
    }
}
