package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.CqlType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.cassandra.type.UnmappableException;
import dev.leat.elastic.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks at tables: their keys, columns, types and indexes. */
public final class SchemaReader {
    private final CassandraConnection connection;
    private final Function<CqlSession, Metadata> metadata;

    /** Looks at them as they are now. */
    public SchemaReader(CassandraConnection connection) {
        this(connection, CqlSession::refreshSchema);
    }

    private SchemaReader(CassandraConnection connection, Function<CqlSession, Metadata> metadata) {
        this.connection = connection;
        this.metadata = metadata;
    }

    /** Looks at them as the connection last heard of them, a second or so ago; it asks nobody. */
    public static SchemaReader ofKnown(CassandraConnection connection) {
        return new SchemaReader(connection, CqlSession::getMetadata);
    }

    /**
     * Describes a table as it is now.
     *
     * @param columns the columns to keep in step beside the key; empty means all
     * @throws ConfigException if there is no such keyspace, table or column, or a type has no mapping
     */
    public TableShape read(String keyspace, String table, Collection<String> columns) {
        TableMetadata metadata = metadata(keyspace, table);
        Map<CqlIdentifier, ColumnMetadata> all = metadata.getColumns();
        List<Column> key = new ArrayList<>();
        metadata.getPartitionKey().forEach(column -> key.add(column(column, Kind.PARTITION_KEY)));
        metadata.getClusteringColumns().forEach((column, order) -> key.add(column(column, Kind.CLUSTERING)));
        Set<String> wanted = new TreeSet<>(columns);
        List<Column> values = new ArrayList<>();
        boolean counter = false;
        for (ColumnMetadata column : all.values()) {
            String name = column.getName().asInternal();
            boolean isKey = metadata.getPrimaryKey().contains(column);
            if (!isKey && (columns.isEmpty() || wanted.contains(name))) {
                values.add(column(column, column.isStatic() ? Kind.STATIC : Kind.REGULAR));
                counter |= column.getType().equals(DataTypes.COUNTER);
            }
            wanted.remove(name);
        }
        if (!wanted.isEmpty()) {
            throw new ConfigException(
                    "columns",
                    "the table " + keyspace + "." + table + " has no column " + wanted + "; it has "
                            + names(all.keySet()));
        }
        return new TableShape(keyspace, table, key, values, counter);
    }

    /**
     * As {@link #read}, where one column holds the fields of documents that are in no other.
     *
     * @param fields the name of that column, a {@code map<text, text>}
     * @param reserved names that no such field may have, beside those of the columns
     * @throws ConfigException also if there is no such column
     */
    public TableShape readWithFields(
            String keyspace, String table, Collection<String> columns, String fields, Set<String> reserved) {
        boolean isThere = metadata(keyspace, table)
                .getColumn(CqlIdentifier.fromInternal(fields))
                .isPresent();
        Set<String> wanted = new TreeSet<>(columns);
        if (isThere && !columns.isEmpty()) {
            wanted.add(fields);
        }
        try {
            return read(keyspace, table, wanted).withFieldsIn(fields, reserved);
        } catch (UnmappableException e) {
            throw new ConfigException(
                    "extra_column",
                    e.getMessage() + "; name a column of type map<text, text>, or add one: ALTER TABLE "
                            + cql(keyspace) + "." + cql(table) + " ADD " + (isThere ? "extra_fields" : cql(fields))
                            + " map<text, text>");
        }
    }

    private static String cql(String name) {
        return CqlIdentifier.fromInternal(name).asCql(true);
    }

    private TableMetadata metadata(String keyspace, String table) {
        Map<CqlIdentifier, KeyspaceMetadata> keyspaces = keyspaces();
        KeyspaceMetadata found = keyspaces.get(CqlIdentifier.fromInternal(keyspace));
        if (found == null) {
            throw new ConfigException(
                    "keyspace", "there is no keyspace \"" + keyspace + "\"; there are " + names(keyspaces.keySet()));
        }
        return found.getTable(CqlIdentifier.fromInternal(table))
                .orElseThrow(() -> new ConfigException(
                        "table",
                        "the keyspace " + keyspace + " has no table \"" + table + "\"; it has "
                                + names(found.getTables().keySet())));
    }

    private Map<CqlIdentifier, KeyspaceMetadata> keyspaces() {
        try {
            return metadata.apply(connection.session()).getKeyspaces();
        } catch (DriverException e) {
            throw DriverErrors.translate("Cannot read the schema", e);
        }
    }

    private static Column column(ColumnMetadata column, Kind kind) {
        String name = column.getName().asInternal();
        try {
            return new Column(name, CqlType.of(column.getType()), kind);
        } catch (UnmappableException e) {
            throw new ConfigException(
                    "columns",
                    "the column \"" + name + "\" cannot be kept in step: " + e.getMessage() + "; leave it out");
        }
    }

    private static String names(Set<CqlIdentifier> identifiers) {
        return identifiers.stream()
                .map(CqlIdentifier::asInternal)
                .filter(name -> !name.startsWith("system"))
                .sorted()
                .toList()
                .toString();
    }

    /** Whether a storage-attached index answers ranges of a column, so that looking for new rows is cheap. */
    boolean isIndexed(TableShape shape, String column) {
        return metadata(shape.keyspace(), shape.table()).getIndexes().values().stream()
                .anyMatch(index -> index.getTarget().replace("\"", "").equals(column)
                        && index.getClassName()
                                .orElse("")
                                .toLowerCase(java.util.Locale.ROOT)
                                .matches(".*(sai|storageattachedindex)"));
    }
}
