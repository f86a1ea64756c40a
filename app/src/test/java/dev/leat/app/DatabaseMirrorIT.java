package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import dev.leat.testing.database.DatabaseServer;
import dev.leat.testing.database.TestMariaDb;
import dev.leat.testing.database.TestPostgres;
import dev.leat.testing.database.WithDatabases;
import java.nio.file.Path;
import java.sql.Connection;
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
        server.run(
                "postgres",
                "CREATE SCHEMA shop; CREATE TABLE shop.goods(id int PRIMARY KEY, name text, price numeric(9,2));"
                        + "INSERT INTO shop.goods SELECT i, 'thing ' || i, i / 8.0 FROM generate_series(1, " + ROWS
                        + ") i");

        assertFollows(server, "postgres", "shop_goods_", "postgres_shop_goods_");
    }

    @Test
    void mirrorsMysqlAndThenItsChanges(TestMariaDb server) throws Exception {
        server.create("shop");
        server.run(
                "shop",
                "CREATE TABLE goods(id int PRIMARY KEY, name text, price decimal(9,2));"
                        + "INSERT INTO goods SELECT seq, concat('thing ', seq), seq / 8 FROM seq_1_to_" + ROWS);

        assertFollows(server, "shop", "", "goods_");
    }

    private void assertFollows(DatabaseServer server, String database, String prefix, String idPrefix)
            throws Exception {
        String index = elasticsearch.uniqueIndex(server.serviceType());
        JsonNode first = mirror(server, database, index);
        assertThat(first.path("created").asInt()).isEqualTo(ROWS);
        assertThat(documents(index, prefix)).isEqualTo(rows(server, database, idPrefix));

        server.run(
                database,
                "UPDATE shop.goods SET price = 7 WHERE id <= 5; DELETE FROM shop.goods WHERE id BETWEEN 10 AND 19;"
                        + "INSERT INTO shop.goods VALUES (100000, 'new', 1)");
        JsonNode second = mirror(server, database, index);

        assertThat(second.path("created").asInt()).isEqualTo(1);
        assertThat(second.path("updated").asInt()).isEqualTo(5);
        assertThat(second.path("deleted").asInt()).isEqualTo(10);
        assertThat(second.path("unchanged").asInt()).isEqualTo(ROWS - 15);
        assertThat(documents(index, prefix)).isEqualTo(rows(server, database, idPrefix));
        elasticsearch.delete("/" + index);
    }

    private JsonNode mirror(DatabaseServer server, String database, String index) throws Exception {
        Map<String, String> settings = new TreeMap<>(server.settings(database));
        // A schema of PostgreSQL; the settings of MySQL have none.
        settings.replace("schema", "shop");
        settings.remove("password");
        List<String> arguments = new ArrayList<>(List.of("mirror", server.serviceType(), index, "--json"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return Json.MAPPER.readTree(LeatProcess.in(folder)
                .letInto(elasticsearch, index)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                .with("XDG_STATE_HOME", folder.resolve("state").toString())
                .with("LEAT_SOURCE_PASSWORD", DatabaseServer.PASSWORD)
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

    private static Map<String, String> rows(DatabaseServer server, String database, String idPrefix)
            throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, name, price FROM shop.goods")) {
            while (found.next()) {
                rows.put(
                        idPrefix + found.getInt(1),
                        found.getString(2) + " "
                                + found.getBigDecimal(3).stripTrailingZeros().toPlainString());
            }
        }
        return rows;
    }
}
