package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.sources.RecordingSink;
import dev.leat.testing.database.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of a test's own on a server that others use as well. */
public record TestDatabase(DatabaseServer server, String name) {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public static TestDatabase on(DatabaseServer server) throws SQLException {
        String name = "Shop " + NUMBERS.incrementAndGet();
        server.create(name);
        return new TestDatabase(server, name);
    }

    /** The settings of the source and others: {@code with("tables", "a")}. */
    public Map<String, String> with(String... others) {
        Map<String, String> all = new HashMap<>(server.settings(name));
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return all;
    }

    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    public void run(String statements) throws SQLException {
        server.run(name, statements);
    }

    public DataSource open(String... others) throws Exception {
        return open(server.serviceType(), with(others));
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
}
