package dev.leat.sources.postgresql;

import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.sql.TestDatabase;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

@WithDatabases
class PostgresqlConformanceIT extends DataSourceConformance {
    private static final int ORDERS = 5_000;
    private TestDatabase database = new TestDatabase("", "", "", "", Map.of());

    @BeforeEach
    void fill(TestPostgres server) throws SQLException {
        database = TestDatabase.on(server);
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
    protected String serviceType() {
        return "postgresql";
    }

    @Override
    protected Map<String, String> working() {
        return database.settings();
    }

    @Override
    protected Map<String, String> unreachable() {
        return database.with("port", "1", "retry_count", "0");
    }

    @Override
    protected int documents() {
        return ORDERS + 2_700;
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("PostgreSQL at 127.0.0.1:1 cannot be reached");
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.CHECKPOINTS, Ability.ADVANCED_RULES, Ability.INCREMENTAL_SYNC, Ability.LOGIN);
    }

    @Override
    protected Optional<Map<String, String>> refused() {
        return Optional.of(database.with("password", "not the password"));
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(database.with("tables", "empty"));
    }

    @Override
    protected void spoil() throws SQLException {
        database.run("DROP TABLE line");
    }

    @Override
    protected Optional<WrongRule> wrongRule() {
        return Optional.of(new WrongRule(
                List.of(Map.of("tables", List.of(), "query", "", "limit", 1)),
                List.of("unknown key 'limit'", "tables must be a list", "query must be a text")));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TestPostgres.PASSWORD, "not the password");
    }
}
