package dev.leat.testing.database;

import dev.leat.testing.TestDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database server on this machine, with one user who may do everything and must give a password. Its data are gone when
 * it is closed. Used by one thread at a time.
 */
public abstract sealed class DatabaseServer implements AutoCloseable permits TestMariaDb, TestPostgres {
    /** The user who may do everything. */
    public static final String USER = "leat";

    /** That user's password. */
    public static final String PASSWORD = "leat-test-password";

    /** Has the data, the log, and whatever else the server needs. */
    final Path folder = TestDirectories.create();

    final Path data = folder.resolve("data");

    final int port = ServerProcess.freePort();

    private final Map<String, String> options;
    private @Nullable ServerProcess process;

    /**
     * Nothing runs yet.
     *
     * @param files the options that name files, which are copied
     */
    DatabaseServer(Map<String, String> options, Set<String> files) {
        try {
            this.options = Map.copyOf(ServerProcess.withCopies(options, files, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy files into " + folder, e);
        }
    }

    /** Makes the data, and starts the server. */
    static <S extends DatabaseServer> S started(S server) {
        try {
            Files.createDirectory(server.data);
            List<String> installer = server.installer();
            ServerProcess.own(server.folder);
            ServerProcess.run(installer, server.folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a database server in " + server.folder, e);
        }
        server.restart();
        return server;
    }

    /** The command that makes the data; the files that it wants are written. */
    abstract List<String> installer() throws IOException;

    /** The command that runs the server. */
    abstract List<String> command(Map<String, String> options);

    /** What the log says when the server is ready. */
    abstract String ready();

    /** The service type of its source. */
    public abstract String serviceType();

    /** The address of a database, in which several statements may be run at once. */
    public abstract String jdbcUrl(String database);

    /** The key of the user's name among the source's settings. */
    abstract String userKey();

    /** What the source needs to know about a database. */
    public Map<String, String> settings(String database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("host", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put(userKey(), USER);
        settings.put("password", PASSWORD);
        settings.put("database", database);
        return settings;
    }

    /** Makes an empty database. */
    public abstract void create(String database) throws SQLException;

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    /** Runs statements, separated by semicolons. */
    public void run(String database, String statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    public int port() {
        return port;
    }

    /** Ends the server as a crash would. */
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Starts it again on the same port, with its data. */
    public void restart() {
        process = ServerProcess.start(command(options), folder, ready());
    }

    /** Lets every process of the server hang, without closing a connection. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets them go on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        if (process != null) {
            process.signal(name);
        }
    }

    /** Does not wait for clients to go. */
    @Override
    public void close() {
        kill();
        ServerProcess.delete(folder);
    }
}
