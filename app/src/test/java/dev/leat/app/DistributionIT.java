package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked where there is neither Maven nor a source. */
class DistributionIT {

    @TempDir
    private Path folder;

    private Path home = Path.of("");

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectory(folder.resolve("a place with spaces"));
        Process tar = new ProcessBuilder("tar", "-xzf", System.getProperty("leat.tarball"), "-C", elsewhere.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> content = Files.list(elsewhere)) {
            home = content.findFirst().orElseThrow();
        }
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("conf/leat.yml")).exists();
        assertThat(home.resolve("plugins")).isDirectory();
        assertThat(home.resolve("lib"))
                .isDirectoryContaining("glob:**/leat-app-*.jar")
                .isDirectoryNotContaining("glob:**/hadoop-*.jar");
    }

    @Test
    void runsWithoutMavenAndSources() throws Exception {
        assertThat(unpacked().leat("--version").orFail(0).out()).matches("leat \\d+\\.\\d+\\.\\d+.*, Java \\d+ .*\\n");
        assertThat(unpacked().elasticIngest("--help").orFail(0).out()).startsWith("Usage: elastic-ingest");
        assertThat(unpacked().elasticIngest("--version").orFail(0).out()).startsWith("elastic-ingest ");
    }

    @Test
    void runsThroughALink() throws Exception {
        Path linked = folder.resolve("linked");
        Path bin = Files.createDirectories(linked.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("leat"), home.resolve("bin/leat"));

        assertThat(LeatProcess.in(linked, folder).leat("--version").orFail(0).out())
                .startsWith("leat ");
    }

    @Test
    void listsTheSourcesAndTheirConfigurations() throws Exception {
        assertThat(unpacked().elasticIngest("--action", "list").orFail(0).out())
                .startsWith("Registered connectors:\n- ")
                .contains("\n- SQLite\n")
                .endsWith("\nBye\n");
        assertThat(unpacked()
                        .elasticIngest("--action", "config", "--service-type", "sqlite")
                        .orFail(0)
                        .out())
                .startsWith("{\n  \"database\" : {\n    \"default_value\" : null,");
    }

    @Test
    void tellsProgramsHowItStandsWithTheLocalNode() throws Exception {
        LeatProcess.Result result = unpacked()
                .with("LEAT_DATA", folder.toString())
                .leat("elasticsearch", "status", "--json")
                .orFail(0);

        assertThat(result.out())
                .startsWith("{\"running\":false,\"state\":\"stopped\",\"url\":null,\"version\":null,\"pid\":null");
    }

    private LeatProcess unpacked() {
        return LeatProcess.in(home, folder);
    }
}
