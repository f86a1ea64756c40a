package dev.leat.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What differs from database to database. Thread-safe. */
public interface Dialect extends AutoCloseable {

    /** Opens a connection that only reads, with auto-commit off. Blocks, but not for ever. */
    Connection open() throws SQLException;

    /** Every table and view, also those that are left out by default. */
    List<Table> tables(Connection connection) throws SQLException;

    /** How documents of rows are named. */
    RowNaming naming();

    /** The moments in time that are read. */
    Transactions transactions();

    /** What went wrong, in one line for people, with the next step where there is one. */
    String explain(SQLException failure);

    /** Whether the same may work in a moment: the connection was lost, the server is starting or has no room. */
    boolean isOutage(SQLException failure);

    @Override
    default void close() {
        // Most hold nothing.
    }
}
