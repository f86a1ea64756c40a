package dev.leat.sources.mysql;

import dev.leat.sources.sql.ServerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** Opens connections that only read and that write values the same way everywhere. Immutable. */
record MysqlConnections(ServerSettings settings) {
    private static final String CONNECT_MILLISECONDS = "10000";

    /**
     * Times in UTC; all rows, whatever limit an administrator has set for people; and patience with a reader that waits
     * for a slow index. Text is compared to its full length where a sort needs it.
     */
    private static final String SESSION = "SET SESSION time_zone = '+00:00', SESSION sql_select_limit ="
            + " 18446744073709551615, SESSION net_write_timeout = 3600, SESSION max_sort_length = 8192";

    /** A connection in a database, which {@code null} leaves open. */
    Connection open(String database) throws SQLException {
        Connection connection = connect();
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SESSION);
                statement.execute("SET SESSION TRANSACTION READ ONLY");
            }
            connection.setCatalog(database);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection connect() throws SQLException {
        String url = "jdbc:mariadb://" + settings.server() + "/";
        Connection connection = new Driver().connect(url, properties());
        if (connection == null) {
            throw new SQLException("The address " + url + " is not understood");
        }
        return connection;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().reveal());
        properties.setProperty("connectTimeout", CONNECT_MILLISECONDS);
        properties.setProperty("socketTimeout", Long.toString(settings.silenceSeconds() * 1000L));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowMultiQueries", "false");
        // A server must not be able to ask for files of this machine.
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("dumpQueriesOnException", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        if (settings.authority() == null) {
            properties.setProperty("sslMode", "disable");
            // How MySQL 8 takes a password without TLS.
            properties.setProperty("allowPublicKeyRetrieval", "true");
        } else {
            properties.setProperty("sslMode", "verify-full");
            properties.setProperty("serverSslCert", settings.authority());
        }
        return properties;
    }
}
