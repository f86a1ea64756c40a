package dev.leat.sources.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Which moment of a database is read, and for how long. Thread-safe. */
public interface Transactions {

    /**
     * Begins the transaction that a table is read in. Nothing has been read on this connection since the last commit.
     *
     * @param moment what another connection exported, or null to begin one of its own
     * @return what other connections begin with to read along; null when only one connection may read the table
     */
    @Nullable
    String begin(Connection connection, @Nullable String moment) throws SQLException;

    /** Called when a page has been read: ends a transaction that must not last. */
    void afterPage(Connection connection) throws SQLException;

    /** A text that changes when rows may have got other places (SQLite: VACUUM): read in the transaction of a page. */
    String layout(Connection connection) throws SQLException;
}
