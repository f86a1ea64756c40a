package dev.leat.sources.sql;

import dev.leat.sources.DataSourceConformance;
import dev.leat.testing.database.DatabaseServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every source does that reads the tables of a database server. A subclass fills the database before each test: a
 * table {@code orders} of {@value #ORDERS} rows, one {@code line} of {@value #LINES}, one {@code empty}, and one without a
 * key.
 */
public abstract class DatabaseConformance extends DataSourceConformance {
    protected static final int ORDERS = 5_000;
    protected static final int LINES = 2_700;

    protected final TestDatabase database;

    protected DatabaseConformance(DatabaseServer server) throws SQLException {
        database = TestDatabase.on(server);
    }

    @Override
    protected String serviceType() {
        return database.server().serviceType();
    }

    @Override
    protected Map<String, String> working() {
        return database.with();
    }

    @Override
    protected Map<String, String> unreachable() {
        return database.with("port", "1", "retry_count", "0");
    }

    @Override
    protected int documents() {
        return ORDERS + LINES;
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
        return List.of(DatabaseServer.PASSWORD, "not the password");
    }
}
