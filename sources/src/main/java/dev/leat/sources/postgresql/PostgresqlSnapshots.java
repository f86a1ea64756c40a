package dev.leat.sources.postgresql;

import dev.leat.sources.sql.Transactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A table is read as of one moment: in a transaction of its own, whose snapshot others join.
 *
 * @param readers how many connections read a table
 */
record PostgresqlSnapshots(int readers) implements Transactions {

    @Override
    public @Nullable String begin(Connection connection, @Nullable String moment) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            if (moment != null) {
                statement.execute("SET TRANSACTION SNAPSHOT '" + moment.replace("'", "''") + "'");
                return moment;
            }
            if (readers == 1) {
                return null;
            }
            try (ResultSet rows = statement.executeQuery("SELECT pg_catalog.pg_export_snapshot()")) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
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
