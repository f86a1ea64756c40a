package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Adds columns to tables. */
public final class SchemaWriter {
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Documents whose fields are data, such as ids, must not make columns without end. */
    private static final int MOST_COLUMNS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CassandraConnection connection;
    private final Waiter waiter;

    public SchemaWriter(CassandraConnection connection, Waiter waiter) {
        this.connection = connection;
        this.waiter = waiter;
    }

    /**
     * Adds those columns that are not there, one by one, and waits until all nodes that can be reached agree. A column that
     * is there stays as it is.
     *
     * @param columns names with their types in CQL
     * @return the table as it is then, with the new columns beside those that it had
     * @throws dev.leat.elastic.RejectedException if the user may not change the table, or it cannot have such a column
     * @throws UnavailableException if the nodes do not agree
     */
    public TableShape addColumns(TableShape shape, Map<String, String> columns) {
        SchemaReader reader = new SchemaReader(connection);
        Collection<String> there = names(reader.read(shape.keyspace(), shape.table(), List.of()));
        if (there.size() + columns.size() > MOST_COLUMNS) {
            throw new RejectedException(
                    0,
                    "columns",
                    "The table " + shape + " would have more than " + MOST_COLUMNS
                            + " columns with those of the fields " + columns.keySet()
                            + "; see what is written to the index, or let new fields be ignored");
        }
        columns.forEach((name, type) -> {
            if (!there.contains(name)) {
                add(shape, name, type);
            }
        });
        awaitAgreement(shape);
        List<String> kept =
                new ArrayList<>(shape.values().stream().map(Column::name).toList());
        columns.keySet().stream().filter(name -> !kept.contains(name)).forEach(kept::add);
        return reader.read(shape.keyspace(), shape.table(), kept);
    }

    private static Collection<String> names(TableShape shape) {
        return shape.columns().stream().map(Column::name).toList();
    }

    private void add(TableShape shape, String name, String type) {
        String cql = "ALTER TABLE " + shape.cqlName() + " ADD IF NOT EXISTS " + Column.quoted(name) + " " + type;
        try {
            connection.session().execute(SimpleStatement.newInstance(cql).setTimeout(PATIENCE));
        } catch (DriverException e) {
            throw DriverErrors.translate("Cannot add the column \"" + name + "\" to " + shape, e);
        }
    }

    private void awaitAgreement(TableShape shape) {
        long end = waiter.nanoTime() + PATIENCE.toNanos();
        while (!connection.session().checkSchemaAgreement()) {
            if (waiter.nanoTime() > end) {
                throw new UnavailableException(
                        "the nodes of Cassandra do not agree on the columns of " + shape
                                + "; see `nodetool describecluster`",
                        null);
            }
            try {
                waiter.sleep(PAUSE);
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("Waiting for the columns of " + shape, e);
            }
        }
    }
}
