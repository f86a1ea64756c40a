package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.FoundRow;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.TableWatch;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import java.nio.ByteBuffer;
import java.util.List;
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

    private final RangeScan<FoundRow> openEnded;
    private final RangeScan<FoundRow> bounded;
    private final boolean isIndexed;
    private final ScalarType type;
    private final Unit unit;
    private final int selectedAt;

    private VersionWatch(
            RangeScan<FoundRow> openEnded,
            RangeScan<FoundRow> bounded,
            boolean isIndexed,
            ScalarType type,
            Unit unit,
            int selectedAt) {
        this.openEnded = openEnded;
        this.bounded = bounded;
        this.isIndexed = isIndexed;
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
        boolean isUuid = type == ScalarType.TIMEUUID;
        List<String> writeTimes = Statements.writeTimes(shape, connection);
        RangeScan.Some some = new RangeScan.Some(writeTimes, found.cqlName(), isIndexed);
        String since = " AND " + found.cqlName() + " >= " + (isUuid ? "minTimeuuid(?)" : "?");
        String until = " AND " + found.cqlName() + " <= " + (isUuid ? "maxTimeuuid(?)" : "?");
        return new VersionWatch(
                RangeScan.of(requests, Rows.of(shape), some, since + " ALLOW FILTERING"),
                RangeScan.of(requests, Rows.of(shape), some, since + until + " ALLOW FILTERING"),
                isIndexed,
                type,
                unit,
                shape.columns().size() + writeTimes.size());
    }

    @Override
    public long changes(long since, long until, PageHandler handler) {
        boolean isBounded = until < Long.MAX_VALUE;
        AtomicLong highest = new AtomicLong(Long.MIN_VALUE);
        (isBounded ? bounded : openEnded)
                .run(
                        null,
                        (page, position) -> handler.accept(
                                page.stream().map(FoundRow::wholeSighting).toList(), position),
                        bound -> isBounded ? bind(bind(bound, 2, since), 3, until) : bind(bound, 2, since),
                        row -> highest.accumulateAndGet(version(row), Math::max));
        return highest.get();
    }

    @Override
    public boolean isQuick() {
        return isIndexed;
    }

    private BoundStatementBuilder bind(BoundStatementBuilder bound, int variable, long micros) {
        long value = Math.floorDiv(micros, type == ScalarType.BIGINT ? unit.micros : MICROS_IN_MILLI);
        return bound.setBytesUnsafe(
                variable, ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
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
