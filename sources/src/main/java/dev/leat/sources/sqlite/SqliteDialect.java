package dev.leat.sources.sqlite;

import dev.leat.sources.sql.Dialect;
import dev.leat.sources.sql.IdText;
import dev.leat.sources.sql.RowNaming;
import dev.leat.sources.sql.Table;
import dev.leat.sources.sql.TableNaming;
import dev.leat.sources.sql.Transactions;
import dev.leat.sources.sql.ValueReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * How SQLite is read.
 *
 * <p>Ordinary tables are paged by their row id, the fastest order there is and one without nulls, collations and mixed
 * types. Where it is no column of the table, VACUUM changes it, which the schema version tells. Tables without row ids
 * are paged by their primary key, with the collations of its index.
 */
final class SqliteDialect implements Dialect {
    private static final int BUSY_MILLISECONDS = 10_000;
    private static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    private static final RowNaming NAMING = new TableNaming();
    private static final Transactions SHORT = new ShortTransactions();
    private static final ValueReader ANYTHING = (rows, column) -> {
        Object value = rows.getObject(column);
        return value instanceof Integer number ? Long.valueOf(number) : value;
    };

    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    @Override
    public Connection open() throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new SQLException(
                    Files.exists(file)
                            ? file + " is no file; check the setting database"
                            : "There is no file " + file + "; check the setting database");
        }
        SQLiteConfig config = new SQLiteConfig();
        // Opened like this, SQLite neither writes nor creates anything.
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' ORDER BY name");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                Table.Kind kind = kind(name, rows.getString(2));
                tables.add(
                        kind == Table.Kind.DERIVED
                                ? derived(connection, name)
                                : table(connection, name, kind, rows.getBoolean(3)));
            }
        }
        return tables;
    }

    @Override
    public RowNaming naming() {
        return NAMING;
    }

    @Override
    public Transactions transactions() {
        return SHORT;
    }

    @Override
    public boolean isOutage(SQLException failure) {
        // The driver has waited for a lock already.
        return false;
    }

    @Override
    public String explain(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return String.valueOf(failure.getMessage());
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code.code & 0xff) {
            case 5, 6 -> file + " is locked by another program; try again when it is done";
            case 11 -> file + " is damaged (" + code.name() + "); check it with PRAGMA integrity_check";
            case 14 -> file + " cannot be opened; a database in WAL mode needs write access to its folder";
            case 26 -> file + " is no SQLite database, or it is encrypted";
            case 3, 23 -> file + " may not be read: permission denied";
            default -> file + ": " + sqlite.getMessage();
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static Table.Kind kind(String name, String type) {
        if (name.toLowerCase(Locale.ROOT).startsWith("sqlite_") || type.equals("shadow")) {
            return Table.Kind.INTERNAL;
        }
        return type.equals("table") ? Table.Kind.TABLE : Table.Kind.DERIVED;
    }

    /** Broken views and tables of modules that are not there have no columns, which matters only when they are read. */
    private static Table derived(Connection connection, String name) {
        List<Table.Column> columns = List.of();
        try {
            columns = Columns.of(connection, name).all();
        } catch (SQLException e) {
            // The reason comes again when somebody reads it.
        }
        return table(name, Table.Kind.DERIVED, columns, List.of(), new Table.Paging.Whole());
    }

    private static Table table(Connection connection, String name, Table.Kind kind, boolean withoutRowId)
            throws SQLException {
        Columns columns = Columns.of(connection, name);
        Table.Paging paging = withoutRowId ? byKey(connection, name) : byRowId(connection, name, columns);
        return table(name, kind, columns.all(), columns.key(), paging);
    }

    private static Table table(
            String name, Table.Kind kind, List<Table.Column> columns, List<Table.Column> key, Table.Paging paging) {
        return new Table(name, null, name, quoted(name), kind, columns, key, paging, null, 0);
    }

    private static Table.Paging.ByColumns paging(List<String> expressions, Table.Stability stability) {
        List<Table.OrderColumn> columns = expressions.stream()
                .map(expression ->
                        new Table.OrderColumn(expression, expression, "?", ANYTHING, Table.Splitting.COUNTING))
                .toList();
        return new Table.Paging.ByColumns(columns, stability, Table.Comparison.ROW_VALUES);
    }

    private static Table.Paging byRowId(Connection connection, String name, Columns columns) throws SQLException {
        Set<String> taken = new HashSet<>();
        columns.all().forEach(column -> taken.add(column.name().toLowerCase(Locale.ROOT)));
        String rowId = ROW_ID_NAMES.stream()
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElse(null);
        if (rowId == null) {
            return new Table.Paging.Whole();
        }
        // An index for the key tells that the key is not the row id itself (INTEGER PRIMARY KEY DESC).
        boolean isData = columns.hasIntegerKey() && primaryKeyIndex(connection, name) == null;
        return paging(List.of(rowId), isData ? Table.Stability.STABLE : Table.Stability.UNTIL_REORGANISED);
    }

    private static Table.Paging byKey(Connection connection, String name) throws SQLException {
        String index = primaryKeyIndex(connection, name);
        List<String> order = new ArrayList<>();
        if (index != null) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno")) {
                statement.setString(1, index);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        order.add(quoted(rows.getString(1)) + " COLLATE " + quoted(rows.getString(2)));
                    }
                }
            }
        }
        return order.isEmpty() ? new Table.Paging.Whole() : paging(order, Table.Stability.STABLE);
    }

    private static @Nullable String primaryKeyIndex(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** The columns of a table, and which of them are its key. */
    private record Columns(List<Table.Column> all, List<Table.Column> key, boolean hasIntegerKey) {

        static Columns of(Connection connection, String table) throws SQLException {
            List<Table.Column> all = new ArrayList<>();
            SortedMap<Integer, Table.Column> key = new TreeMap<>();
            boolean integer = false;
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT name, coalesce(type, ''), pk FROM pragma_table_xinfo(?) WHERE hidden <> 1")) {
                statement.setString(1, table);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        String called = rows.getString(1);
                        Table.Column column = new Table.Column(
                                called,
                                typing(rows.getString(2)),
                                rows.getString(2),
                                quoted(called),
                                ANYTHING,
                                IdText.PLAIN);
                        all.add(column);
                        if (rows.getInt(3) > 0) {
                            key.put(rows.getInt(3), column);
                            integer = rows.getString(2).equalsIgnoreCase("INTEGER");
                        }
                    }
                }
            }
            return new Columns(all, List.copyOf(key.values()), integer && key.size() == 1);
        }

        /** SQLite's rule: a column without affinity keeps whatever is put into it. */
        private static Table.Typing typing(String declaredType) {
            String type = declaredType.toUpperCase(Locale.ROOT);
            boolean hasAffinity = !type.isBlank() && !type.equals("ANY") && !type.contains("BLOB");
            return hasAffinity ? Table.Typing.STRICT : Table.Typing.MIXED;
        }
    }
}
