package dev.leat.sources.sqlite;

import dev.leat.sources.sql.FirstColumn;
import dev.leat.sources.sql.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A transaction for each page: a slow index must not hold a lock in somebody's file. Immutable. */
record ShortTransactions() implements Transactions {

    @Override
    public @Nullable String begin(Connection connection, @Nullable String moment) {
        return null;
    }

    @Override
    public void afterPage(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public String layout(Connection connection) throws SQLException {
        return String.valueOf(FirstColumn.first(connection, "PRAGMA schema_version"));
    }
}
