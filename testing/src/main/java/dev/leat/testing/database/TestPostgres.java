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
 * A PostgreSQL server with one superuser and password authentication. Its data are gone when it is closed. Used by one
 * thread at a time.
 */
public final class TestPostgres implements AutoCloseable {
    /** The superuser. */
    public static final String USER = "leat";

    /** The superuser's password. */
    public static final String PASSWORD = "leat-test-password";

    private final Path programs;
    private final Path folder;
    private final Map<String, String> settings;
    private final int port = ServerProcess.freePort();
    private ServerProcess process;

    private TestPostgres(Path programs, Path folder, Map<String, String> settings) {
        this.programs = programs;
        this.folder = folder;
        this.settings = Map.copyOf(settings);
        this.process = launch();
    }

    /**
     * Makes and starts a server.
     *
     * @param given settings of {@code postgresql.conf}; {@code ssl_cert_file} and {@code ssl_key_file} may name files
     *     that only this user can read: they are copied
     */
    public static TestPostgres start(Map<String, String> given) {
        Path programs = ServerBinaries.ofTar("postgres-linux-x86_64.txz");
        Path folder = TestDirectories.create();
        Map<String, String> settings;
        try {
            settings = ServerProcess.withCopies(given, Set.of("ssl_cert_file", "ssl_key_file"), folder);
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            Path data = Files.createDirectory(folder.resolve("data"));
            ServerProcess.own(folder);
            ServerProcess.run(
                    List.of(
                            programs.resolve("bin/initdb").toString(),
                            "--pgdata=" + data,
                            "--username=" + USER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync"),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a PostgreSQL in " + folder, e);
        }
        return new TestPostgres(programs, folder, settings);
    }

    private ServerProcess launch() {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                folder.resolve("data").toString()));
        List<String> all = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=" + folder,
                "fsync=off",
                "shared_buffers=64MB",
                "max_connections=40"));
        settings.forEach((key, value) -> all.add(key + "=" + value));
        all.forEach(setting -> command.addAll(List.of("-c", setting)));
        return ServerProcess.start(command, folder, "database system is ready to accept");
    }

    /** The address without user: {@code jdbc:postgresql://127.0.0.1:PORT/DATABASE}. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
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

    /** Lets every process of the server hang, without closing a connection. */
    public void freeze() {
        process.signal("STOP");
    }

    /** Lets them go on. */
    public void thaw() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        // SIGTERM would wait for clients to go.
        process.kill();
        ServerProcess.delete(folder);
    }
}
