package dev.leat.benchmarks;

import dev.leat.testing.database.DatabaseServer;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A database server with a table of orders. */
record TableOrigin(DatabaseServer server, OrderRows.Types types) implements ConnectorBenchmark.Origin {
    private static final String DATABASE = "shop";

    static TableOrigin postgresql() {
        return new TableOrigin(
                TestPostgres.start(Map.of()), new OrderRows.Types("timestamptz", "double precision", ""));
    }

    static TableOrigin mysql() {
        return new TableOrigin(TestMariaDb.start(Map.of()), new OrderRows.Types("datetime(3)", "double", "table "));
    }

    @Override
    public String serviceType() {
        return server.serviceType();
    }

    @Override
    public void fill(Documents documents) throws IOException {
        try {
            server.create(DATABASE);
            try (Connection connection = server.connect(DATABASE)) {
                OrderRows.fill(connection, types, documents);
            }
        } catch (SQLException e) {
            throw new IOException("the database to be synced cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> settings() {
        return server.settings(DATABASE);
    }

    @Override
    public void close() {
        server.close();
    }
}
