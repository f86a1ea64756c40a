package dev.leat.cassandra.type;

import dev.leat.cassandra.type.Column.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * The same, where a column of type {@code map<text, text>} holds the fields of documents that are in no column.
     *
     * @param reserved names that no such field may have, beside those of the columns
     * @throws UnmappableException if it has no such column
     */
    public TableShape withFieldsIn(String name, Set<String> reserved) {
        Column column = findValue(name)
                .orElseThrow(() -> new UnmappableException("the table " + this + " has no column \"" + name + "\""));
        if (column.kind() == Kind.STATIC
                || !(column.type() instanceof CqlTypes.MapOf(CqlType names, CqlType texts, boolean isWhole))
                || names != ScalarType.TEXT
                || texts != ScalarType.TEXT) {
            throw new UnmappableException("the column \"" + name + "\" of " + this + " is of type "
                    + (column.kind() == Kind.STATIC ? "static " : "")
                    + column.type().cql());
        }
        Set<String> taken = new HashSet<>(reserved);
        columns().stream().filter(other -> !other.equals(column)).forEach(other -> taken.add(other.name()));
        Column fields = new Column(name, new FieldsMap(taken, isWhole), column.kind());
        return new TableShape(
                keyspace,
                table,
                key,
                values.stream()
                        .map(other -> other.equals(column) ? fields : other)
                        .toList(),
                isCounter);
    }

    /** The column that holds the fields of documents which are in no other. */
    public Optional<Column> findFields() {
        return values.stream()
                .filter(column -> column.type() instanceof FieldsMap)
                .findFirst();
    }

    /** The columns that documents have as fields of the same name. */
    public List<Column> ownColumns() {
        return columns().stream()
                .filter(column -> !(column.type() instanceof FieldsMap))
                .toList();
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
