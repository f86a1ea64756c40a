package dev.leat.cassandra.table;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.Version;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.TableShape;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements for one table. Selections have the columns of the key first, then the values, then what each
 * statement adds.
 *
 * @param writeTimes how many write times follow the values in {@link #row} and {@link #statics}
 * @param statics reads a partition's static columns; null in tables that have none
 * @param insert null in a table of counters, and so are those that follow
 */
record Statements(
        PreparedStatement row,
        @Nullable PreparedStatement statics,
        int writeTimes,
        @Nullable PreparedStatement insert,
        @Nullable PreparedStatement delete,
        @Nullable PreparedStatement insertStatics,
        @Nullable PreparedStatement deleteStatics) {

    private static final Version MAX_WRITE_TIME = Version.V5_0_0;

    /**
     * Prepares them.
     *
     * @param writeTimes as {@link #writeTimes} gives them
     */
    static Statements prepare(CqlSession session, TableShape shape, List<String> writeTimes) {
        String select =
                "SELECT " + join(Stream.concat(shape.columns().stream().map(Column::cqlName), writeTimes.stream()))
                        + " FROM " + shape.cqlName() + " WHERE ";
        String wholeKey = conditions(shape.key());
        String partition = conditions(shape.partitionKey());
        List<Column> statics = shape.values().stream()
                .filter(column -> column.kind() == Kind.STATIC)
                .toList();
        boolean hasStatics = !statics.isEmpty() && !shape.isCounter();
        return new Statements(
                session.prepare(select + wholeKey),
                shape.hasStatics() ? session.prepare(select + partition + " LIMIT 1") : null,
                writeTimes.size(),
                shape.isCounter() ? null : session.prepare(insert(shape, shape.columns())),
                shape.isCounter()
                        ? null
                        : session.prepare("DELETE FROM " + shape.cqlName() + " USING TIMESTAMP ? WHERE " + wholeKey),
                hasStatics
                        ? session.prepare(insert(
                                shape,
                                Stream.concat(shape.partitionKey().stream(), statics.stream())
                                        .toList()))
                        : null,
                hasStatics
                        ? session.prepare("DELETE " + join(statics.stream().map(Column::cqlName)) + " FROM "
                                + shape.cqlName() + " USING TIMESTAMP ? WHERE " + partition)
                        : null);
    }

    /** What is selected to learn when a row was written. */
    static List<String> writeTimes(TableShape shape, CassandraConnection connection) {
        if (shape.isCounter()) {
            return List.of();
        }
        boolean knowsMaxWriteTime = connection.session().getMetadata().getNodes().values().stream()
                .map(Node::getCassandraVersion)
                .filter(Objects::nonNull)
                .allMatch(version -> version.compareTo(MAX_WRITE_TIME) >= 0);
        // Before 5.0 there is no time for a value whose elements are cells.
        return shape.values().stream()
                .filter(column -> column.type().isWhole() || knowsMaxWriteTime)
                .map(column -> (column.type().isWhole() ? "WRITETIME(" : "MAXWRITETIME(") + column.cqlName() + ")")
                .toList();
    }

    private static String insert(TableShape shape, List<Column> columns) {
        return "INSERT INTO " + shape.cqlName() + " (" + join(columns.stream().map(Column::cqlName)) + ") VALUES ("
                + join(IntStream.range(0, columns.size()).mapToObj(i -> "?")) + ") USING TIMESTAMP ?";
    }

    private static String conditions(List<Column> columns) {
        return columns.stream().map(column -> column.cqlName() + " = ?").collect(Collectors.joining(" AND "));
    }

    static String join(Stream<String> parts) {
        return parts.collect(Collectors.joining(", "));
    }
}
