package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that is killed, with {@code kill -9}, at random moments. */
@WithElasticsearch
class KillIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int KILLS = FULL ? 50 : 3;
    private static final int DOCUMENTS = 4_000;
    /**
     * How many documents can have been read since the first one that is still in flight when the process dies: each that
     * is in flight weighs more than 256 bytes of the bound, and of those read, at least every third is written.
     */
    private static final long IN_FLIGHT = 3 * MirrorProcess.BYTES_IN_FLIGHT / 256;

    private MirrorFixture mirror;
    private Path reads;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
        reads = directory.resolve("reads");
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void neverLosesRepeatsOrWronglyDeletesAnything(TestInfo test) throws Exception {
        SplittableRandom random = Seeds.of(test).random();
        int version = 0;
        int kills = 0;
        while (kills < KILLS) {
            Files.deleteIfExists(reads);
            int killed = mirrorWithKills(version, random, Math.min(KILLS - kills, 1 + random.nextInt(6)));
            kills += killed;

            Map<String, String> expected = expected(version);
            Map<String, String> wanted = new TreeMap<>(expected);
            int rules = version;
            wanted.keySet().removeIf(id -> !MirrorProcess.isWanted(id, rules));
            assertThat(mirror.texts()).as("the index in version %d", version).isEqualTo(wanted);
            // From version 1 on, documents say who may see them.
            assertThat(mirror.documents().entrySet())
                    .allSatisfy(entry -> assertThat(entry.getValue()
                                    .path("_allow_access_control")
                                    .toString())
                            .as(entry.getKey())
                            .isEqualTo(
                                    rules == 0
                                            ? ""
                                            : "[\"user:" + entry.getKey().charAt(0) + "\"]"));
            // Each kill costs what had not been confirmed, and the page that had not been ended, of each scope.
            long repeated = Files.size(reads) - expected.size();
            assertThat(repeated)
                    .as("documents read again after %d kills in version %d", killed, version)
                    .isBetween(0L, killed * (IN_FLIGHT + MirrorProcess.SCOPES * (long) MirrorProcess.PAGE));
            version++;
        }
        System.err.println(kills + " kills in " + version + " versions");
    }

    /** Starts the mirror of a version again and again until it comes to its end; gives back how often it was killed. */
    private int mirrorWithKills(int version, SplittableRandom random, int most) throws Exception {
        int kills = 0;
        while (true) {
            Process process = start(version);
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = output.readLine();
                assertThat(line).isEqualTo("started");
                boolean ended = kills < most
                        ? process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS)
                        : process.waitFor(2, TimeUnit.MINUTES);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                    kills++;
                    if (hadEnded(version)) {
                        return kills;
                    }
                    continue;
                }
                String summary = output.readLine();
                assertThat(process.exitValue()).as(String.valueOf(summary)).isZero();
                System.err.println("version " + version + ", killed " + kills + " times: " + summary);
                return kills;
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** Whether the kill came when the run was over already: then all was read, and nothing is left to be continued. */
    private boolean hadEnded(int version) throws IOException {
        return Files.exists(reads)
                && Files.size(reads) >= expected(version).size()
                && !Files.exists(mirror.job.resolve("journal"));
    }

    private Process start(int version) throws IOException {
        return mirror.access
                .passTo(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MirrorProcess.class.getName(),
                        mirror.cluster.settings().nodes().getFirst().toString(),
                        mirror.index,
                        mirror.job.toString(),
                        reads.toString(),
                        Integer.toString(DOCUMENTS),
                        Integer.toString(version)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> expected(int version) {
        Map<String, String> all = new TreeMap<>();
        for (int scope = 0; scope < MirrorProcess.SCOPES; scope++) {
            all.putAll(MirrorProcess.documents(scope, DOCUMENTS, version));
        }
        return all;
    }
}
