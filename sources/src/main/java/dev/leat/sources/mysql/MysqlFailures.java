package dev.leat.sources.mysql;

import dev.leat.sources.failure.Reason;
import dev.leat.sources.sql.FirstColumn;
import dev.leat.sources.sql.Nearest;
import dev.leat.sources.sql.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** What went wrong, in words for people. Immutable. */
record MysqlFailures(ServerSettings settings, MysqlConnections connections) {
    private static final Set<Integer> OUTAGES = Set.of(
            1040, 1203, 1226, // too many connections
            1053, 1077, 1079, // shut down
            1205, 1213, // in the way of others
            1927, 2006, 2013, 4031); // the connection was ended

    boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return (state != null && state.startsWith("08")) || OUTAGES.contains(failure.getErrorCode());
    }

    String explain(SQLException failure) {
        String server = settings.server();
        return switch (failure.getErrorCode()) {
            case 1045, 1698, 1251 ->
                "MySQL at " + server + " refuses the login of '" + settings.user() + "': " + message(failure)
                        + "; check user and password";
            case 1044, 1049 ->
                "There is no database '" + settings.database() + "' at " + server + " that the user '" + settings.user()
                        + "' may use" + others();
            case 1142, 1143 -> message(failure) + "; grant it to the user '" + settings.user() + "'";
            default ->
                failure.getSQLState() != null && failure.getSQLState().startsWith("08")
                        ? "MySQL at " + server + " cannot be reached, or the connection was lost: " + message(failure)
                        : message(failure);
        };
    }

    /** Without the number of the connection, in one line. */
    private static String message(SQLException failure) {
        return Reason.of(failure.getMessage(), failure).replaceFirst("^\\(conn=\\d+\\) ", "");
    }

    private String others() {
        try (Connection connection = connections.connect()) {
            return "; there are " + Nearest.of(settings.database(), FirstColumn.all(connection, "SHOW DATABASES"));
        } catch (SQLException e) {
            return "; check database";
        }
    }
}
