package dev.leat.sources.mysql;

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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How MySQL, from version 5.7 on, and MariaDB, from version 10.4 on, are read. */
final class MysqlDialect implements ServerDialect {
    private static final Set<String> TIMES = Set.of("timestamp", "datetime", "date");
    private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal");

    private final ServerSettings settings;
    private final MysqlConnections connections;
    private final MysqlFailures failures;
    private final MysqlTypes types;

    MysqlDialect(ServerSettings settings) {
        this.settings = settings;
        this.connections = new MysqlConnections(settings);
        this.failures = new MysqlFailures(settings, connections);
        this.types = new MysqlTypes(settings.forms().json());
    }

    static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    public Connection open() throws SQLException {
        return connections.open(settings.database());
    }

    @Override
    public List<Table> tables(Connection connection) throws SQLException {
        return new MysqlCatalog(settings).tables(connection);
    }

    @Override
    public RowNaming naming() {
        return new MysqlNaming(settings.forms().ids());
    }

    @Override
    public Transactions transactions() {
        return new MysqlSnapshots(settings.readers());
    }

    @Override
    public String explain(SQLException failure) {
        return failures.explain(failure);
    }

    @Override
    public boolean isOutage(SQLException failure) {
        return failures.isOutage(failure);
    }

    @Override
    public RowQuery describe(Connection connection, String sql) throws SQLException {
        List<Table.Column> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData found = statement.getMetaData();
            if (found == null) {
                throw new SQLException("it is no query that gives rows");
            }
            for (int i = 1; i <= found.getColumnCount(); i++) {
                columns.add(types.resultColumn(
                        found.getColumnLabel(i), found.getColumnTypeName(i).toLowerCase(Locale.ROOT)));
            }
        }
        return new RowQuery(sql, columns, List.of());
    }

    @Override
    public Optional<CursorColumn> findCursor(Table table, Table.Column column, long overlap) {
        String name = quoted(column.name());
        if (TIMES.contains(column.typeName())) {
            return Optional.of(new CursorColumn(
                    newestTime(name, column.typeName(), table.reference()),
                    name + " >= CAST(? AS DATETIME(6)) - INTERVAL " + overlap + " SECOND"));
        }
        return NUMBERS.contains(column.typeName())
                ? Optional.of(new CursorColumn(
                        "SELECT CAST(max(" + name + ") AS CHAR) FROM " + table.reference(),
                        name + " >= CAST(? AS DECIMAL(65, 10)) - " + overlap))
                : Optional.empty();
    }

    /**
     * A time in the future is nobody's last change, and would hide all others until then. Without a time zone, nobody
     * knows which one is meant: from +14 hours on it is the future in each, and -12 hours is not in any.
     */
    private static String newestTime(String name, String type, String reference) {
        boolean zoned = type.equals("timestamp");
        String future = zoned ? "UTC_TIMESTAMP(6)" : "UTC_TIMESTAMP(6) + INTERVAL 14 HOUR";
        String instead = zoned ? "UTC_TIMESTAMP(6)" : "UTC_TIMESTAMP(6) - INTERVAL 12 HOUR";
        return "SELECT CAST(CASE WHEN newest > %s THEN %s ELSE newest END AS CHAR) FROM (SELECT max(%s) AS newest FROM %s) AS leat_newest"
                .formatted(future, type.equals("date") ? "DATE(" + instead + ")" : instead, name, reference);
    }
}
