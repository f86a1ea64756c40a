package dev.leat.sources.postgresql;

import dev.leat.sources.sql.FirstColumn;
import dev.leat.sources.sql.Transactions;
import java.sql.Connection;
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
        }
        return readers == 1 ? null : FirstColumn.first(connection, "SELECT pg_catalog.pg_export_snapshot()");
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
