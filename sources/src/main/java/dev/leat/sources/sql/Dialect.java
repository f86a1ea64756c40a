package dev.leat.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What differs from database to database. Thread-safe. */
public interface Dialect {

    /** Opens a connection that only reads, with auto-commit off. Blocks. */
    Connection open() throws SQLException;

    /** Every table and view, also those that are left out by default. */
    List<Table> tables(Connection connection) throws SQLException;

    /** A name for SQL, whatever characters it has. */
    String quoted(String name);

    /**
     * A text that changes when rows may have got other places (SQLite: VACUUM): read in the transaction of a page.
     */
    String layout(Connection connection) throws SQLException;

    /** What went wrong, in one line for people, with the next step where there is one. */
    String explain(SQLException failure);
}
