package dev.leat.sources.postgresql;

import dev.leat.sources.sql.Nearest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What went wrong, in words for people. Immutable. */
record PostgresqlFailures(PostgresqlSettings settings, PostgresqlConnections connections) {
    private static final Set<String> OUTAGES = Set.of(
            "57P01", "57P02", "57P03", "57P05", // shut down, crashed, not up yet, idle for too long
            "25P03", // idle in a transaction for too long
            "53300", // too many connections
            "40001", "40P01"); // in the way of replication, or of others

    boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || OUTAGES.contains(state));
    }

    String explain(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String server = settings.host() + ":" + settings.port();
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
        String message = server == null ? failure.getMessage() : server.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }

    private String others() {
        List<String> names = new ArrayList<>();
        try (Connection connection = connections.open("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return "; there are " + Nearest.of(settings.database(), names);
        } catch (SQLException e) {
            return "; check database";
        }
    }
}
