package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/sync.md, run as it stands there. */
@WithCassandra
@WithElasticsearch
@DisabledOnOs(OS.WINDOWS)
class SyncGuideIT {

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;

    @TempDir
    private Path folder;

    SyncGuideIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
    }

    @Test
    void works() throws Exception {
        String guide = Files.readString(Path.of("../docs/sync.md"));
        for (String statement : List.of(block(guide, "cql").split(";\\s*"))) {
            cassandra.execute(statement);
        }
        Files.writeString(
                folder.resolve("leat.yml"),
                block(guide, "yaml")
                        .replace("http://localhost:9200", elasticsearch.url().toString())
                        .replace("[localhost]", "[" + cassandra.contactPoint() + "]"));

        Path said = folder.resolve("said.txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", block(guide, "sh"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("LEAT_"));
        shell.environment().merge("PATH", System.getProperty("leat.home") + "/bin:", (path, bin) -> bin + path);
        shell.environment().put("LEAT_CACHE", folder.resolve("cache").toString());
        shell.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        shell.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        Process process = shell.start();

        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said))
                .contains("Nothing was written.", "The sync is running", "The sync is stopped.");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .build()) {
            assertThat(Objects.requireNonNull(session.execute("SELECT body FROM guide.hits WHERE id = '2'")
                                    .one())
                            .getString("body"))
                    .isEqualTo("from elasticsearch");
        }
        assertThat(elasticsearch.get("/guide-hits/_doc/1").body()).contains("from cassandra");
    }

    private static String block(String guide, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertThat(block.find()).as("a block of %s", language).isTrue();
        return block.group(1);
    }
}
