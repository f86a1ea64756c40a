package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror of more ids than its heap could hold. */
@WithElasticsearch
class ManyIdsIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int DOCUMENTS = FULL ? 5_000_000 : 60_000;
    private static final int GONE = DOCUMENTS / 100;

    @Test
    void keepsTheHeapFlat(TestElasticsearch elasticsearch, @TempDir Path directory) throws Exception {
        try (MirrorFixture mirror = new MirrorFixture(elasticsearch, directory)) {
            elasticsearch
                    .put("/" + mirror.index, "{\"settings\":{\"number_of_replicas\":0}}")
                    .orFail();

            List<String> first = run(mirror, 0);
            List<String> unchanged = run(mirror, 0);
            List<String> deleted = run(mirror, GONE);

            System.err.println("created: " + first + ", unchanged: " + unchanged + ", deleted: " + deleted);
            assertThat(first.subList(0, 3)).containsExactly(Integer.toString(DOCUMENTS), "0", "0");
            assertThat(unchanged.subList(0, 3)).containsExactly("0", Integer.toString(DOCUMENTS), "0");
            assertThat(deleted.subList(0, 3))
                    .containsExactly("0", Integer.toString(DOCUMENTS - GONE), Integer.toString(GONE));
            assertThat(elasticsearch.count(mirror.index)).isEqualTo(DOCUMENTS - GONE);
        }
    }

    private static List<String> run(MirrorFixture mirror, int gone) throws IOException, InterruptedException {
        Process process = mirror.access
                .passTo(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        FULL ? "-Xmx256m" : "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyIdsProcess.class.getName(),
                        mirror.cluster.settings().nodes().getFirst().toString(),
                        mirror.index,
                        mirror.job.toString(),
                        Integer.toString(DOCUMENTS),
                        Integer.toString(gone)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("exit status; it said: %s", output).isZero();
            return List.of(output.strip().split(" ", -1));
        } finally {
            process.destroyForcibly();
        }
    }
}
