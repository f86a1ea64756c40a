package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of a test's own on a server that others use as well, and the settings of the source for it. */
public record TestDatabase(
        String serviceType, String jdbcUrl, String user, String password, Map<String, String> settings) {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public static TestDatabase on(TestPostgres server) throws SQLException {
        String name = "Shop " + NUMBERS.incrementAndGet();
        execute(
                server.jdbcUrl("postgres"),
                TestPostgres.USER,
                TestPostgres.PASSWORD,
                "CREATE DATABASE \"" + name + "\"");
        return new TestDatabase(
                "postgresql",
                server.jdbcUrl(name.replace(" ", "%20")),
                TestPostgres.USER,
                TestPostgres.PASSWORD,
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server.port()),
                        "username",
                        TestPostgres.USER,
                        "password",
                        TestPostgres.PASSWORD,
                        "database",
                        name,
                        "schema",
                        "public"));
    }

    public static TestDatabase on(TestMariaDb server) throws SQLException {
        String name = "Shop " + NUMBERS.incrementAndGet();
        execute(
                server.jdbcUrl(""),
                TestMariaDb.USER,
                TestMariaDb.PASSWORD,
                "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
        return new TestDatabase(
                "mysql",
                server.jdbcUrl(name) + "?allowMultiQueries=true",
                TestMariaDb.USER,
                TestMariaDb.PASSWORD,
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server.port()),
                        "user",
                        TestMariaDb.USER,
                        "password",
                        TestMariaDb.PASSWORD,
                        "database",
                        name));
    }

    /** These settings and others: {@code with("tables", "a")}. */
    public Map<String, String> with(String... others) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return all;
    }

    public void run(String statements) throws SQLException {
        execute(jdbcUrl, user, password, statements);
    }

    public DataSource open(String... others) throws Exception {
        return open(serviceType, with(others));
    }

    /** Opens a source; the settings must be right. */
    public static DataSource open(String serviceType, Map<String, String> settings) throws Exception {
        DataSourceProvider provider =
                DataSourceCatalog.load(TestDatabase.class.getClassLoader()).require(serviceType);
        return provider.open(provider.configurationSchema().configure(settings));
    }

    /** Everything in every scope. */
    public RecordingSink readAll(String... others) throws Exception {
        return readAll(Filter.none(), others);
    }

    public RecordingSink readAll(Filter filter, String... others) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (DataSource source = open(others)) {
            for (Scope scope : source.scopes(filter)) {
                source.read(scope, Checkpoint.start(), sink);
            }
        }
        return sink;
    }

    public List<String> scopes(String... others) throws Exception {
        try (DataSource source = open(others)) {
            source.ping();
            return source.scopes(Filter.none()).stream().map(Scope::name).toList();
        }
    }

    private static void execute(String url, String user, String password, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
