package dev.leat.sources.postgresql;

import dev.leat.sources.sql.DatabaseConformance;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

@WithDatabases
class PostgresqlConformanceIT extends DatabaseConformance {

    PostgresqlConformanceIT(TestPostgres server) throws SQLException {
        super(server);
    }

    @BeforeEach
    void fill() throws SQLException {
        database.run("""
                CREATE TABLE orders(number int PRIMARY KEY, customer text, total numeric(12, 2), placed timestamptz);
                INSERT INTO orders SELECT i * 3, 'customer ' || i %% 50, i / 7.0, '2026-01-01Z'::timestamptz + i * interval '1 min'
                  FROM generate_series(1, %d) i;
                CREATE TABLE line(order_number int, place smallint, what text, PRIMARY KEY(order_number, place));
                INSERT INTO line SELECT i, j, 'thing' FROM generate_series(1, 300) i, generate_series(1, 9) j;
                CREATE TABLE empty(id int PRIMARY KEY);
                CREATE TABLE keyless(a int);
                """.formatted(ORDERS));
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("PostgreSQL at 127.0.0.1:1 cannot be reached");
    }
}
