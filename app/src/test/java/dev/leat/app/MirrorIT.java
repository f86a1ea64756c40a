package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code leat mirror}, as a process, with the sources that are built in. */
@WithElasticsearch
class MirrorIT {

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder = Path.of("");

    MirrorIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("mirror");
    }

    @AfterEach
    void clean() {
        elasticsearch.delete("/" + index + "*");
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .letInto(elasticsearch, index)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString())
                .with("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private Path database(int rows) throws SQLException {
        Path file = folder.resolve("shop.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT, price REAL)");
                statement.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)");
                statement.execute("INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace')");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO goods VALUES (?, ?, ?)")) {
                for (int i = 0; i < rows; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "thing " + i);
                    insert.setDouble(3, i / 100.0);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
        return file;
    }

    private static void change(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private JsonNode mirror(int status, Path database, String... more) throws Exception {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(
                new String[] {"mirror", "sqlite", index, "--json", "--set", "database=" + database},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Json.MAPPER.readTree(leat().leat(arguments).orFail(status).out());
    }

    @Test
    void mirrorsADatabaseAndThenItsChanges() throws Exception {
        Path database = database(1_000);

        JsonNode first = mirror(0, database);
        assertThat(first.path("created").asInt()).isEqualTo(1_002);
        assertThat(first.path("complete").asBoolean()).isTrue();
        assertThat(elasticsearch.count(index)).isEqualTo(1_002);

        change(database, "UPDATE goods SET price = 7 WHERE id < 5");
        change(database, "DELETE FROM goods WHERE id BETWEEN 10 AND 19");
        JsonNode planned = mirror(0, database, "--dry-run");
        JsonNode second = mirror(0, database);

        for (JsonNode report : new JsonNode[] {planned, second}) {
            assertThat(report.path("updated").asInt()).isEqualTo(5);
            assertThat(report.path("deleted").asInt()).isEqualTo(10);
            assertThat(report.path("unchanged").asInt()).isEqualTo(987);
        }
        assertThat(planned.path("dry_run").asBoolean()).isTrue();
        assertThat(elasticsearch.count(index)).isEqualTo(992);
    }

    @Test
    void printsATableAndNotesForPeople() throws Exception {
        Path database = database(300);

        LeatProcess.Result result = leat().leat("mirror", "sqlite", index, "--set", "database=" + database)
                .orFail(0);

        assertThat(result.out())
                .contains("SCOPE")
                .containsPattern("goods +completed +300 +300 +0 +0")
                .containsPattern("documents +302")
                .containsPattern("index +" + index);
    }

    @Test
    void withholdsDeletesUntilTheyAreAllowed() throws Exception {
        Path database = database(1_000);
        mirror(0, database);
        change(database, "DELETE FROM goods WHERE id < 900");

        LeatProcess.Result withheld = leat().leat("mirror", "sqlite", index, "--set", "database=" + database)
                .orFail(1);

        assertThat(withheld.err())
                .contains(
                        "leat: 900 of 1002 documents are gone from the source (89.8 %, more than the 20.0 % that may be"
                                + " deleted): none was deleted; look at the source, then allow it for one run with"
                                + " --allow-deletes");
        assertThat(elasticsearch.count(index)).isEqualTo(1_002);
        assertThat(mirror(0, database, "--allow-deletes").path("deleted").asInt())
                .isEqualTo(900);
        assertThat(elasticsearch.count(index)).isEqualTo(102);
    }

    @Test
    void endsWithThreeWhenDocumentsAreRejected() throws Exception {
        Path database = database(10);
        elasticsearch
                .put("/" + index, "{\"mappings\":{\"properties\":{\"name\":{\"type\":\"long\"}}}}")
                .orFail();
        change(database, "UPDATE goods SET name = id");

        JsonNode report = mirror(3, database);

        assertThat(report.path("created").asInt()).isEqualTo(10);
        assertThat(report.path("rejected").asInt()).isEqualTo(2);
        assertThat(report.path("dead_letter_index").asString()).isEqualTo("leat-dead-letters");
    }

    @Test
    void mirrorsTheTextOfAFolder() throws Exception {
        Path papers = Files.createDirectories(folder.resolve("papers"));
        Files.writeString(papers.resolve("a.md"), "# A weir\n\nholds the water back");
        Files.writeString(papers.resolve("b.html"), "<html><body><p>A sluice lets it go</p></body></html>");

        leat().leat("mirror", "dir", index, "--set", "directory=" + papers).orFail(0);

        assertThat(elasticsearch.count(index)).isEqualTo(2);
        assertThat(elasticsearch.get("/" + index + "/_search?q=body:sluice").body())
                .contains("b.html")
                .doesNotContain("a.md");
    }

    @Test
    void goesOnAfterCtrlC() throws Exception {
        Path database = database(150_000);

        LeatProcess.Running running = leat().start("mirror", "sqlite", index, "--set", "database=" + database);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> elasticsearch.get("/" + index).status() == 200 && elasticsearch.count(index) > 2_000);
        LeatProcess.Result interrupted = running.interrupt();
        JsonNode rest = mirror(0, database);

        assertThat(interrupted.orFail(130).err())
                .contains("leat: the mirror was interrupted; run the same command again to go on\n");
        assertThat(rest.path("attempts").asInt()).isEqualTo(2);
        assertThat(rest.path("created").asInt()).isEqualTo(150_002);
        assertThat(elasticsearch.count(index)).isEqualTo(150_002);
    }

    @Test
    void namesTheKindsOfSourcesAndTheirSettings() throws Exception {
        assertThat(leat().leat("mirror", "--help").orFail(0).out())
                .contains("Kinds of sources:")
                .containsPattern("  dir +Files below a folder")
                .contains("  sqlite  ");
        assertThat(leat().leat("mirror", "dir", "--help").orFail(0).out())
                .contains("Settings (--set KEY=VALUE):")
                .containsPattern("directory +The folder whose files are mirrored")
                .contains("required");
    }

    @Test
    void refusesWhatItDoesNotKnowInOneLineEach() throws Exception {
        assertThat(leat().leat("mirror", "sqlit", index).orFail(2).err())
                .startsWith("leat: type: there is no source 'sqlit'; did you mean 'sqlite'? Known are: dir, ");
        assertThat(leat().leat("mirror", "dir", index, "--set", "director=x", "--set", "oops")
                        .orFail(2)
                        .err())
                .contains("leat: --set: 'oops' is not of the form KEY=VALUE\n")
                .contains("leat: director: unknown setting; did you mean 'directory'?\n")
                .contains("leat: directory: is required");
    }
}
