package dev.leat.sources.mysql;

import dev.leat.sources.sql.DatabaseConformance;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.WithDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

@WithDatabases
class MysqlConformanceIT extends DatabaseConformance {

    MysqlConformanceIT(TestMariaDb server) throws SQLException {
        super(server);
    }

    @BeforeEach
    void fill() throws SQLException {
        database.run("""
                CREATE TABLE orders(number int PRIMARY KEY, customer varchar(50), total decimal(12, 2), placed datetime);
                INSERT INTO orders SELECT seq * 3, concat('customer ', seq %% 50), seq / 7, '2026-01-01' + INTERVAL seq MINUTE
                  FROM seq_1_to_%d;
                CREATE TABLE line(order_number int, place smallint, what text, PRIMARY KEY(order_number, place));
                INSERT INTO line SELECT i.seq, j.seq, 'thing' FROM seq_1_to_300 i, seq_1_to_9 j;
                CREATE TABLE empty(id int PRIMARY KEY);
                CREATE TABLE keyless(a int);
                """.formatted(ORDERS));
    }

    @Override
    protected Map<String, String> working() {
        return database.with("fetch_size", "701");
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("MySQL at 127.0.0.1:1 cannot be reached");
    }
}
