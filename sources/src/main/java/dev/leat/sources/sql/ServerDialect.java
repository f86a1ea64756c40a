package dev.leat.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A database that somebody else runs, and that understands queries of its users. Thread-safe. */
public interface ServerDialect extends Dialect {

    /**
     * What a query that a user wrote gives, without running it.
     *
     * @param sql one statement that reads, without a semicolon
     * @throws SQLException when the database does not accept it
     */
    RowQuery describe(Connection connection, String sql) throws SQLException;

    /**
     * How the newest rows of a table are found by one of its columns; not by one of a type that does not grow.
     *
     * @param overlap how far to go back: seconds for times, units for numbers
     */
    Optional<CursorColumn> findCursor(Table table, Table.Column column, long overlap);

    /**
     * SQL to follow a column that grows.
     *
     * @param newest a query that gives its greatest value as a text, or null for an empty table
     * @param condition with one question mark for such a text: the rows that may have come since
     */
    record CursorColumn(String newest, String condition) {}
}
