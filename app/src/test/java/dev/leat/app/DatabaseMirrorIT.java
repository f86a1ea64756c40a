package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code leat mirror} as a process, from real database servers: the index equals the table, to the last field. */
@WithElasticsearch
@WithDatabases
class DatabaseMirrorIT {
    private static final int ROWS = 3_000;

    private final TestElasticsearch elasticsearch;

    @TempDir
    private Path folder = Path.of("");

    DatabaseMirrorIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    @Test
    void mirrorsPostgresqlAndThenItsChanges(TestPostgres server) throws Exception {
        String url = server.jdbcUrl("postgres");
        Login login = new Login(url, TestPostgres.USER, TestPostgres.PASSWORD);
        login.run("CREATE SCHEMA shop; CREATE TABLE shop.goods(id int PRIMARY KEY, name text, price numeric(9,2));"
                + "INSERT INTO shop.goods SELECT i, 'thing ' || i, i / 8.0 FROM generate_series(1, " + ROWS + ") i");
        List<String> settings = List.of(
                "postgresql",
                "host=127.0.0.1",
                "port=" + server.port(),
                "username=" + login.user(),
                "database=postgres",
                "schema=shop");

        assertFollows(login, "shop.goods", "shop_goods_", "postgres_shop_goods_", settings);
    }

    @Test
    void mirrorsMysqlAndThenItsChanges(TestMariaDb server) throws Exception {
        Login login = new Login(server.jdbcUrl("") + "?allowMultiQueries=true", TestMariaDb.USER, TestMariaDb.PASSWORD);
        login.run("CREATE DATABASE shop; USE shop;"
                + "CREATE TABLE goods(id int PRIMARY KEY, name text, price decimal(9,2));"
                + "INSERT INTO goods SELECT seq, concat('thing ', seq), seq / 8 FROM seq_1_to_" + ROWS);
        List<String> settings =
                List.of("mysql", "host=127.0.0.1", "port=" + server.port(), "user=" + login.user(), "database=shop");

        assertFollows(login, "shop.goods", "", "goods_", settings);
    }

    private void assertFollows(Login login, String table, String prefix, String idPrefix, List<String> settings)
            throws Exception {
        String index = elasticsearch.uniqueIndex(settings.getFirst());
        JsonNode first = mirror(login, index, settings);
        assertThat(first.path("created").asInt()).isEqualTo(ROWS);
        assertThat(documents(index, prefix)).isEqualTo(login.rows(table, idPrefix));

        login.run("UPDATE " + table + " SET price = 7 WHERE id <= 5; DELETE FROM " + table
                + " WHERE id BETWEEN 10 AND 19; INSERT INTO " + table + " VALUES (100000, 'new', 1)");
        JsonNode second = mirror(login, index, settings);

        assertThat(second.path("created").asInt()).isEqualTo(1);
        assertThat(second.path("updated").asInt()).isEqualTo(5);
        assertThat(second.path("deleted").asInt()).isEqualTo(10);
        assertThat(second.path("unchanged").asInt()).isEqualTo(ROWS - 15);
        assertThat(documents(index, prefix)).isEqualTo(login.rows(table, idPrefix));
        elasticsearch.delete("/" + index);
    }

    private JsonNode mirror(Login login, String index, List<String> settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("mirror", settings.getFirst(), index, "--json"));
        settings.stream().skip(1).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Json.MAPPER.readTree(LeatProcess.in(folder)
                .letInto(elasticsearch, index)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                .with("XDG_STATE_HOME", folder.resolve("state").toString())
                .with("LEAT_SOURCE_PASSWORD", login.password())
                .leat(arguments.toArray(String[]::new))
                .orFail(0)
                .out());
    }

    /** Name and price by id. */
    private Map<String, String> documents(String index, String prefix) {
        elasticsearch.refresh(index);
        JsonNode hits = Json.MAPPER.readTree(
                elasticsearch.get("/" + index + "/_search?size=10000").orFail().body());
        Map<String, String> documents = new TreeMap<>();
        for (JsonNode hit : hits.path("hits").path("hits")) {
            JsonNode source = hit.path("_source");
            documents.put(
                    hit.path("_id").asString(),
                    source.path(prefix + "name").asString() + " "
                            + source.path(prefix + "price")
                                    .decimalValue()
                                    .stripTrailingZeros()
                                    .toPlainString());
        }
        return documents;
    }

    private record Login(String url, String user, String password) {
        void run(String statements) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                statement.execute(statements);
            }
        }

        Map<String, String> rows(String table, String idPrefix) throws SQLException {
            Map<String, String> rows = new TreeMap<>();
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT id, name, price FROM " + table)) {
                while (found.next()) {
                    rows.put(
                            idPrefix + found.getInt(1),
                            found.getString(2) + " "
                                    + found.getBigDecimal(3)
                                            .stripTrailingZeros()
                                            .toPlainString());
                }
            }
            return rows;
        }
    }
}
