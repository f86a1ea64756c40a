package dev.leat.testing.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A PostgreSQL server, which wants a password from everybody. */
public final class TestPostgres extends DatabaseServer {
    private final Path programs = ServerBinaries.ofTar("postgres-linux-x86_64.txz");

    private TestPostgres(Map<String, String> options) {
        super(options, Set.of("ssl_cert_file", "ssl_key_file"));
    }

    /**
     * Makes and starts a server.
     *
     * @param options settings of {@code postgresql.conf}; {@code ssl_cert_file} and {@code ssl_key_file} may name files
     *     that only this user can read: they are copied
     */
    public static TestPostgres start(Map<String, String> options) {
        return started(new TestPostgres(options));
    }

    @Override
    List<String> installer() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        return List.of(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync");
    }

    @Override
    List<String> command(Map<String, String> options) {
        List<String> all = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=" + folder,
                "fsync=off",
                "shared_buffers=64MB",
                "max_connections=40"));
        options.forEach((key, value) -> all.add(key + "=" + value));
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("bin/postgres").toString(), "-D", data.toString()));
        all.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    @Override
    String ready() {
        return "database system is ready to accept";
    }

    @Override
    public String serviceType() {
        return "postgresql";
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.replace(" ", "%20");
    }

    @Override
    String userKey() {
        return "username";
    }

    @Override
    public Map<String, String> settings(String database) {
        Map<String, String> settings = super.settings(database);
        settings.put("schema", "public");
        return settings;
    }

    @Override
    public void create(String database) throws SQLException {
        run("postgres", "CREATE DATABASE \"" + database + "\"");
    }
}
