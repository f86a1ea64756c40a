package dev.leat.cassandra.type;

import dev.leat.cassandra.type.Column.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table as it was when it was looked at: its key in order, and the columns that are kept in step.
 *
 * @param keyspace the name as Cassandra keeps it, without quotes
 * @param table likewise
 * @param key the columns of the partition key, then those of the clustering key
 * @param values the other columns, static ones included
 * @param isCounter whether its values are counters, which cannot be set
 */
public record TableShape(String keyspace, String table, List<Column> key, List<Column> values, boolean isCounter) {
    public TableShape {
        key = List.copyOf(key);
        values = List.copyOf(values);
    }

    public List<Column> partitionKey() {
        return key.stream()
                .filter(column -> column.kind() == Kind.PARTITION_KEY)
                .toList();
    }

    public boolean hasStatics() {
        return values.stream().anyMatch(column -> column.kind() == Kind.STATIC);
    }

    /** All columns, those of the key first. */
    public List<Column> columns() {
        return Stream.concat(key.stream(), values.stream()).toList();
    }

    /** A column that is kept in step and is not part of the key. */
    public Optional<Column> findValue(String name) {
        return values.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The table as CQL takes it. */
    public String cqlName() {
        return Column.quoted(keyspace) + "." + Column.quoted(table);
    }

    @Override
    public String toString() {
        return keyspace + "." + table;
    }
}
