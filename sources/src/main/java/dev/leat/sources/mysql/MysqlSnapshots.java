package dev.leat.sources.mysql;

import dev.leat.sources.sql.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A table is read as of one moment, in a transaction of its own, where its engine can do that (InnoDB). Connections cannot
 * share a moment: each of several has its own.
 *
 * @param readers how many connections read a table
 */
record MysqlSnapshots(int readers) implements Transactions {
    private static final String EACH_ITS_OWN = "each its own";

    @Override
    public @Nullable String begin(Connection connection, @Nullable String moment) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        }
        return readers == 1 ? null : EACH_ITS_OWN;
    }

    @Override
    public void afterPage(Connection connection) {
        // The moment lasts until the table is read.
    }

    @Override
    public String layout(Connection connection) {
        return "";
    }
}
