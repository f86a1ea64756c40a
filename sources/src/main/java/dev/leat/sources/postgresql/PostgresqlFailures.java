package dev.leat.sources.postgresql;

import dev.leat.sources.failure.Reason;
import dev.leat.sources.sql.FirstColumn;
import dev.leat.sources.sql.Nearest;
import dev.leat.sources.sql.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What went wrong, in words for people. Immutable. */
record PostgresqlFailures(ServerSettings settings, PostgresqlConnections connections) {
    private static final Set<String> OUTAGES = Set.of(
            "57P01", "57P02", "57P03", "57P05", // shut down, crashed, not up yet, idle for too long
            "25P03", // idle in a transaction for too long
            "53300", // too many connections
            "40001", "40P01"); // in the way of replication, or of others
    private static final String DATABASES =
            "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate";

    boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || OUTAGES.contains(state));
    }

    String explain(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String server = settings.server();
        return switch (state) {
            case "28P01", "28000" ->
                "PostgreSQL at " + server + " refuses the login of '" + settings.user() + "': " + message(failure)
                        + "; check username and password";
            case "3D000" -> "There is no database '" + settings.database() + "' at " + server + others();
            case "42501" ->
                message(failure) + "; the user '" + settings.user()
                        + "' needs USAGE on the schema and SELECT on the table";
            case "08001", "08004", "08006", "08003" ->
                "PostgreSQL at " + server + " cannot be reached, or the connection was lost: " + message(failure);
            default -> message(failure);
        };
    }

    /** What the server says, or else the driver, in one line. */
    static String message(SQLException failure) {
        ServerErrorMessage server = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return Reason.of(server == null ? failure.getMessage() : server.getMessage(), failure);
    }

    private String others() {
        try (Connection connection = connections.open("postgres")) {
            return "; there are " + Nearest.of(settings.database(), FirstColumn.all(connection, DATABASES));
        } catch (SQLException e) {
            return "; check database";
        }
    }
}
