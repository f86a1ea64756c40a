package dev.leat.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and kill in the middle: nothing is lost, and the next run goes on. */
@WithElasticsearch
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {

    private static final int DOCUMENTS = 100_000;

    private final TestElasticsearch elasticsearch;
    private final String index;

    @TempDir
    private Path folder;

    InterruptIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("app");
    }

    private LeatProcess leat() {
        return LeatProcess.in(folder)
                .with("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString());
    }

    @Test
    void goesOnAfterCtrlC() throws Exception {
        Path file = file();

        LeatProcess.Running running = leat().start("load", file.toString(), index);
        awaitSomeDocuments();
        LeatProcess.Result interrupted = running.interrupt();
        LeatProcess.Result rest =
                leat().leat("load", file.toString(), index, "--json").orFail(0);

        assertThat(interrupted.orFail(130).err())
                .contains("leat: the load was interrupted; run the same command again to go on\n");
        assertThat(rest.err()).contains("Went on after line ");
        assertThat(elasticsearch.count(index)).isEqualTo(DOCUMENTS);
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        Path file = file();

        LeatProcess.Running running = leat().start("load", file.toString(), index);
        awaitSomeDocuments();
        running.kill();
        leat().leat("load", file.toString(), index).orFail(0);

        assertThat(elasticsearch.count(index)).isEqualTo(DOCUMENTS);
    }

    @Test
    void leavesNeitherFileNorOpenContextWhenAScanIsInterrupted() throws Exception {
        leat().leat("load", file().toString(), index, "--refresh").orFail(0);
        LeatProcess.Running running =
                leat().start("scan", index, "-o", folder.resolve("out.ndjson").toString(), "--slices", "3");
        await().atMost(Duration.ofMinutes(1)).until(() -> !running.isAlive() || hasPart());
        LeatProcess.Result result = running.interrupt();

        // On a fast machine it is done before the signal arrives.
        assertThat(result.status()).isIn(0, 130);
        assertThat(folder).isDirectoryNotContaining("glob:**/.out.ndjson*");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(elasticsearch
                                .get("/_nodes/stats/indices/search")
                                .body())
                        .contains("\"open_contexts\":0"));
    }

    @Test
    void endsAtOnceWhileItWaitsForAPipe() throws Exception {
        LeatProcess.Running running = leat().start("load", "-", index);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> elasticsearch.get("/" + index).status() == 200);

        assertThat(running.interrupt().status()).isEqualTo(130);
    }

    /** More than can be under way at once, so that some are acknowledged. */
    private void awaitSomeDocuments() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> elasticsearch.get("/" + index).status() == 200 && elasticsearch.count(index) > 30_000);
    }

    private boolean hasPart() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private Path file() throws Exception {
        Path file = folder.resolve("a.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                out.write("{\"n\":" + i + ",\"pad\":\"" + "x".repeat(300) + "\"}\n");
            }
        }
        return file;
    }
}
