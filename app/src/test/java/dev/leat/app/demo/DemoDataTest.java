package dev.leat.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
    private static final List<String> TABLES = List.of("gauge", "employee", "work_order", "reading", "message");

    @TempDir
    private Path folder;

    @Test
    void createsTheSameDatabaseOfAsManyRowsAsAskedFor() throws Exception {
        Path first = folder.resolve("first.db");
        Path second = folder.resolve("second.db");

        DemoDatabase.create(first, 20_000);
        DemoDatabase.create(second, 20_000);

        assertThat(rows(first).values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(20_000);
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void changesAsManyRowsAsItSays() throws Exception {
        Path file = folder.resolve("demo.db");
        DemoDatabase.create(file, 2_000);

        Changes changes = DemoDatabase.change(file);

        assertThat(changes.added()).isEqualTo(10);
        assertThat(changes.edited()).isEqualTo(25);
        assertThat(changes.deleted()).isEqualTo(40);
        assertThat(rows(file)).containsEntry("work_order", 310).containsEntry("reading", 1_460);
    }

    @Test
    void changesTheFolderAndMakesItAsBeforeAgain() throws Exception {
        Path samples = folder.resolve("samples");
        for (String file : List.of("operations/shift-log.txt", "history/a-walk.odt", "about.md")) {
            Files.createDirectories(samples.resolve(file).getParent());
            Files.writeString(samples.resolve(file), file);
        }
        Files.createDirectories(samples.resolve("public"));
        Path work = folder.resolve("work");
        DemoFolder.copy(samples, work);

        Changes changes = DemoFolder.change(work);

        assertThat(changes.described())
                .containsExactly(
                        "edited operations/shift-log.txt",
                        "added public/notice-of-frost.md",
                        "deleted history/a-walk.odt");
        assertThat(files(work)).containsExactly("about.md", "operations/shift-log.txt", "public/notice-of-frost.md");
        DemoFolder.copy(samples, work);
        assertThat(files(work)).isEqualTo(files(samples));
        assertThat(work.resolve("operations/shift-log.txt")).hasContent("operations/shift-log.txt");
    }

    private static List<String> files(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Integer> rows(Path file) throws SQLException {
        Map<String, Integer> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (var result = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    rows.put(table, result.getInt(1));
                }
            }
        }
        return rows;
    }
}
