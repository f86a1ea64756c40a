package dev.leat.benchmarks;

import dev.leat.testing.database.TestPostgres;
import java.io.IOException;
import java.util.Map;

/** A PostgreSQL with a table of orders. */
final class PostgresqlOrigin implements ConnectorBenchmark.Origin {

    private final TestPostgres server = TestPostgres.start(Map.of());

    @Override
    public String serviceType() {
        return "postgresql";
    }

    @Override
    public void fill(Documents documents) throws IOException {
        OrderRows.fill(
                server.jdbcUrl("postgres") + "?reWriteBatchedInserts=true",
                TestPostgres.USER,
                TestPostgres.PASSWORD,
                new OrderRows.Types("timestamptz", "double precision", ""),
                documents);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.port()),
                "username",
                TestPostgres.USER,
                "password",
                TestPostgres.PASSWORD,
                "database",
                "postgres",
                "schema",
                "public");
    }

    @Override
    public void close() {
        server.close();
    }
}
