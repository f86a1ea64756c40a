package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.FoundRow;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.RowHandler;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.RowState;
import dev.leat.cassandra.sync.RowWrite;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.sync.TableSide;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.TableShape;
import dev.leat.cassandra.type.UnmappableException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of a Cassandra cluster. Thread-safe. Reads of rows come by key, any number at once up to the concurrency of the
 * connection; rows are written one by one {@code USING TIMESTAMP}, what is not named is unset and never null.
 */
public final class CassandraTable implements TableSide {
    private final TableShape shape;
    private final Rows rows;
    private final Requests requests;
    private final Statements statements;
    private final RangeScan<Sighting> scan;
    private final RangeScan<FoundRow> scanOfWholeRows;

    private CassandraTable(TableShape shape, Requests requests, List<String> writeTimes) {
        this.shape = shape;
        this.rows = Rows.of(shape);
        this.requests = requests;
        this.statements = requests.prepare(shape, session -> Statements.prepare(session, shape, writeTimes));
        this.scan = RangeScan.ofTable(requests, rows);
        this.scanOfWholeRows = RangeScan.ofWholeRows(requests, rows, writeTimes);
    }

    /**
     * Prepares what is needed for a table.
     *
     * @throws dev.leat.elastic.RejectedException if the user may not read or change the table
     */
    public static CassandraTable open(CassandraConnection connection, TableShape shape) {
        return new CassandraTable(shape, new Requests(connection), Statements.writeTimes(shape, connection));
    }

    public TableShape shape() {
        return shape;
    }

    @Override
    public Map<RowKey, RowState> read(Collection<RowKey> keys) {
        Map<RowKey, RowState> states = new LinkedHashMap<>();
        Map<RowKey, BoundStatementBuilder> reads = new LinkedHashMap<>();
        for (RowKey key : keys) {
            try {
                reads.put(key, select(key));
            } catch (UnmappableException e) {
                states.put(key, new RowState.Unreadable(e.getMessage()));
            }
        }
        String what = "Cannot read rows of " + shape;
        requests.read(what, reads).forEach((key, row) -> states.put(key, state(key, row)));
        return states;
    }

    private BoundStatementBuilder select(RowKey key) {
        List<ByteBuffer> values = rows.keys().parse(key.values());
        PreparedStatement statement = rows.keys().isOfStatics(values) ? statements.statics() : statements.row();
        if (statement == null) {
            throw new UnmappableException("the key lacks the clustering columns of " + shape);
        }
        return bound(statement, 0, values);
    }

    private RowState state(RowKey key, @Nullable Row row) {
        if (row == null) {
            return new RowState.Absent();
        }
        boolean isOfStatics = rows.keys().isOfStatics(rows.keys().parse(key.values()));
        if (isOfStatics && !row.isNull(shape.partitionKey().size())) {
            // The partition has rows, and the static columns are seen in each of them.
            return new RowState.Absent();
        }
        return rows.state(row, statements.writeTimes());
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        Map<RowKey, BoundStatementBuilder> ready = new LinkedHashMap<>();
        for (RowWrite write : writes) {
            try {
                ready.put(write.key(), statement(write));
            } catch (UnmappableException e) {
                outcomes.put(write.key(), new Outcome.Rejected(e.getMessage()));
            }
        }
        outcomes.putAll(requests.write("Cannot write rows of " + shape, ready));
        return outcomes;
    }

    private BoundStatementBuilder statement(RowWrite write) {
        List<ByteBuffer> key = rows.keys().parse(write.key().values());
        boolean isOfStatics = rows.keys().isOfStatics(key);
        return switch (write) {
            case RowWrite.Put put -> {
                BoundStatementBuilder insert = insert(key, isOfStatics, put.timestamp());
                for (Map.Entry<String, String> value : put.set().entrySet()) {
                    insert = set(insert, value.getKey(), value.getValue(), isOfStatics);
                }
                for (String name : put.cleared()) {
                    insert = set(insert, name, null, isOfStatics);
                }
                yield insert;
            }
            case RowWrite.Replace replace -> {
                BoundStatementBuilder insert = insert(key, isOfStatics, replace.timestamp());
                for (Column column : shape.values()) {
                    if (!isOfStatics || column.kind() == Kind.STATIC) {
                        insert = set(
                                insert,
                                column.name(),
                                replace.content().values().get(column.name()),
                                isOfStatics);
                    }
                }
                yield insert;
            }
            case RowWrite.Delete delete ->
                bound(writable(isOfStatics ? statements.deleteStatics() : statements.delete()), 1, key)
                        .setLong(0, delete.timestamp());
        };
    }

    private PreparedStatement writable(@Nullable PreparedStatement statement) {
        if (shape.isCounter()) {
            throw new UnmappableException("the table " + shape + " counts: its values cannot be set");
        }
        if (statement == null) {
            throw new UnmappableException("the key lacks the clustering columns of " + shape);
        }
        return statement;
    }

    private BoundStatementBuilder insert(List<ByteBuffer> key, boolean isOfStatics, long timestamp) {
        PreparedStatement statement = writable(isOfStatics ? statements.insertStatics() : statements.insert());
        int last = statement.getVariableDefinitions().size() - 1;
        return bound(statement, 0, key).setLong(last, timestamp);
    }

    private BoundStatementBuilder set(
            BoundStatementBuilder insert, String name, @Nullable String json, boolean isOfStatics) {
        Column column = shape.findValue(name)
                .orElseThrow(() -> new UnmappableException("the table " + shape + " has no column " + name));
        if (isOfStatics && column.kind() != Kind.STATIC) {
            throw new UnmappableException("the column " + name + " is not static, and the key has no row");
        }
        try {
            return insert.setBytesUnsafe(
                    CqlIdentifier.fromInternal(name),
                    json == null ? null : column.type().bytes(json));
        } catch (UnmappableException e) {
            throw new UnmappableException("the column " + name + ": " + e.getMessage());
        }
    }

    private static BoundStatementBuilder bound(PreparedStatement statement, int first, List<ByteBuffer> values) {
        BoundStatementBuilder bound = statement.boundStatementBuilder();
        for (int i = 0; i < values.size(); i++) {
            bound = bound.setBytesUnsafe(first + i, values.get(i));
        }
        return bound;
    }

    @Override
    public void scan(@Nullable String from, PageHandler handler) {
        scan.run(from, handler::accept);
    }

    @Override
    public void scanRows(@Nullable String from, RowHandler handler) {
        scanOfWholeRows.run(from, handler::accept);
    }
}
