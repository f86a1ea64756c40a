package dev.leat.benchmarks;

import dev.leat.testing.database.TestMariaDb;
import java.io.IOException;
import java.util.Map;

/** A MariaDB with a table of orders. */
final class MysqlOrigin implements ConnectorBenchmark.Origin {

    private final TestMariaDb server = TestMariaDb.start(Map.of());

    @Override
    public String serviceType() {
        return "mysql";
    }

    @Override
    public void fill(Documents documents) throws IOException {
        OrderRows.fill(
                server.jdbcUrl("shop") + "?createDatabaseIfNotExist=true",
                TestMariaDb.USER,
                TestMariaDb.PASSWORD,
                new OrderRows.Types("datetime(3)", "double", "table "),
                documents);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.port()),
                "user",
                TestMariaDb.USER,
                "password",
                TestMariaDb.PASSWORD,
                "database",
                "shop");
    }

    @Override
    public void close() {
        server.close();
    }
}
