package dev.leat.sources.postgresql;

import dev.leat.sources.sql.ServerSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections that only read and that write values the same way everywhere. Thread-safe. */
final class PostgresqlConnections implements AutoCloseable {
    private static final String CONNECT_SECONDS = "10";

    /**
     * Times in ISO form and UTC, whatever the server's defaults. A page is a statement of its own for the planner: with
     * a plan for any key it might sort the table. While an index is slow to take documents, a transaction is idle.
     */
    private static final String SESSION = """
            SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
            SET DateStyle = 'ISO, YMD';
            SET TimeZone = 'UTC';
            SET IntervalStyle = 'iso_8601';
            SET lc_monetary = 'C';
            SET plan_cache_mode = force_custom_plan;
            SET idle_in_transaction_session_timeout = 0
            """;

    private final ServerSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Path authority;

    PostgresqlConnections(ServerSettings settings) {
        this.settings = settings;
    }

    Connection open(String database) throws SQLException {
        String url = "jdbc:postgresql://" + settings.server() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        Connection connection = new Driver().connect(url, properties());
        if (connection == null) {
            throw new SQLException("The address " + url + " is not understood");
        }
        try {
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(SESSION);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.PASSWORD.set(properties, settings.password().reveal());
        PGProperty.APPLICATION_NAME.set(properties, "leat");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, settings.silenceSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        // A parameter without a type takes that of the cast around it, without loss.
        PGProperty.STRING_TYPE.set(properties, "unspecified");
        PGProperty.PREPARE_THRESHOLD.set(properties, 1);
        if (settings.authority() == null) {
            PGProperty.SSL_MODE.set(properties, "prefer");
        } else {
            PGProperty.SSL_MODE.set(properties, "verify-full");
            PGProperty.SSL_ROOT_CERT.set(
                    properties, authorityFile(settings.authority()).toString());
        }
        return properties;
    }

    /** The driver wants a file. */
    private Path authorityFile(String pem) throws SQLException {
        lock.lock();
        try {
            if (authority == null) {
                authority = Files.writeString(Files.createTempFile("leat-authority-", ".pem"), pem);
            }
            return authority;
        } catch (IOException e) {
            throw new SQLException("The certificates of ssl_ca cannot be put into a temporary file", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (authority != null) {
                Files.deleteIfExists(authority);
                authority = null;
            }
        } catch (IOException e) {
            // Certificates are no secret, and the system clears its temporary files.
            authority = null;
        } finally {
            lock.unlock();
        }
    }
}
