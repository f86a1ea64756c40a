package dev.leat.sources.postgresql;

import dev.leat.connect.SourceException;
import dev.leat.sources.sql.Nearest;
import dev.leat.sources.sql.RowNaming;
import dev.leat.sources.sql.RowQuery;
import dev.leat.sources.sql.ServerDialect;
import dev.leat.sources.sql.ServerSettings;
import dev.leat.sources.sql.Table;
import dev.leat.sources.sql.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How PostgreSQL, from version 12 on, is read. */
final class PostgresqlDialect implements ServerDialect {
    /** What tables are called in queries. */
    static final String ROW = "leat_row";

    private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "date");

    private final ServerSettings settings;
    private final List<String> schemas;
    private final PostgresqlConnections connections;
    private final PostgresqlFailures failures;
    private final PostgresqlTypes types;

    /** @param schemas that have the tables; at least one */
    PostgresqlDialect(ServerSettings settings, List<String> schemas) {
        this.settings = settings;
        this.schemas = List.copyOf(schemas);
        this.connections = new PostgresqlConnections(settings);
        this.failures = new PostgresqlFailures(settings, connections);
        this.types = new PostgresqlTypes(settings.forms().json());
    }

    /** A column of the row that is read: a bare name would mean a result column of that name where rows are ordered. */
    static String column(String name) {
        return ROW + "." + quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public Connection open() throws SQLException {
        return connections.open(settings.database());
    }

    @Override
    public List<Table> tables(Connection connection) throws SQLException {
        List<String> known = PostgresqlCatalog.schemas(connection);
        List<String> missing =
                schemas.stream().filter(schema -> !known.contains(schema)).toList();
        if (!missing.isEmpty()) {
            throw new SourceException("The database '" + settings.database() + "' has no schema '"
                    + String.join("', '", missing) + "' that the user '" + settings.user() + "' may use; there are "
                    + Nearest.of(missing.getFirst(), known));
        }
        return new PostgresqlCatalog(settings, schemas).tables(connection);
    }

    @Override
    public RowNaming naming() {
        return new PostgresqlNaming(
                settings.database(), schemas.getFirst(), settings.forms().ids());
    }

    @Override
    public Transactions transactions() {
        return new PostgresqlSnapshots(settings.readers());
    }

    @Override
    public String explain(SQLException failure) {
        return failures.explain(failure);
    }

    @Override
    public boolean isOutage(SQLException failure) {
        return failures.isOutage(failure);
    }

    /** The query becomes a table whose columns have names of ours, for its own may be there twice. */
    @Override
    public RowQuery describe(Connection connection, String sql) throws SQLException {
        String inner = "(\n" + sql + "\n) AS leat_query";
        List<Table.Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + inner)) {
            ResultSetMetaData found = statement.getMetaData();
            for (int i = 1; i <= found.getColumnCount(); i++) {
                String name = "c" + i;
                String type = unqualified(found.getColumnTypeName(i));
                boolean isArray = type.startsWith("_");
                names.add(name);
                columns.add(types.column(
                        found.getColumnLabel(i),
                        name,
                        new PgType("pg_catalog", type, isArray ? type.substring(1) : serial(type), isArray)));
            }
        }
        String selection = columns.stream().map(Table.Column::expression).collect(Collectors.joining(", "));
        String aliases = names.stream().collect(Collectors.joining(", ", "(", ")"));
        return new RowQuery("SELECT " + selection + " FROM " + inner + aliases, columns, List.of());
    }

    /** {@code "shop"."mood"} is {@code mood}. */
    private static String unqualified(String type) {
        return type.endsWith("\"")
                ? type.substring(type.lastIndexOf('"', type.length() - 2) + 1, type.length() - 1)
                : type;
    }

    /** The driver has names of its own for columns with a sequence. */
    private static String serial(String type) {
        return switch (type) {
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            case "smallserial" -> "int2";
            default -> type;
        };
    }

    @Override
    public Optional<CursorColumn> findCursor(Table table, Table.Column column, long overlap) {
        String name = column(column.name());
        String type = column.typeName();
        if (TIMES.contains(type)) {
            return Optional.of(new CursorColumn(
                    newestTime(name, type, table.reference()),
                    name + " >= ?::" + type + " - interval '" + overlap + " seconds'"));
        }
        String newest = "SELECT max(" + name + ")::text FROM " + table.reference();
        return switch (type) {
            case "int2", "int4", "int8" -> Optional.of(new CursorColumn(newest, name + " >= ?::numeric - " + overlap));
            // Greater than every number.
            case "numeric" ->
                Optional.of(
                        new CursorColumn(newest + " WHERE " + name + " < 'NaN'", name + " >= ?::numeric - " + overlap));
            default -> Optional.empty();
        };
    }

    /**
     * A time in the future is nobody's last change, and would hide all others until then. Without a time zone, nobody
     * knows which one is meant: from +14 hours on it is the future in each, and -12 hours is not in any.
     */
    private static String newestTime(String name, String type, String reference) {
        boolean zoned = type.equals("timestamptz");
        String future = zoned ? "now()" : "localtimestamp + interval '14 hours'";
        String instead = zoned ? "now()" : "localtimestamp - interval '12 hours'";
        return "SELECT CASE WHEN newest > %1$s THEN (%2$s)::%3$s::text ELSE newest::text END FROM (SELECT max(%4$s) AS newest FROM %5$s) AS leat_newest"
                .formatted(future, instead, type, name, reference);
    }

    @Override
    public void close() {
        connections.close();
    }
}
