package dev.leat.sources.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedExtractorTest {
    private static final ExtractionLimits LIMITS = ExtractionLimits.standard()
            .withTime(Duration.ofSeconds(20))
            .withWorkerHeapBytes(96L << 20)
            .withTemporaryBytes(32L << 20)
            .withInputBytes(1 << 20);

    @Test
    void goesOnAfterWhateverADocumentDoesToItsWorker() throws Exception {
        try (ForkedExtractor extractor =
                ForkedExtractor.open(LIMITS.withWorkers(1).withTime(Duration.ofSeconds(5)))) {
            assertThat(reason(extractor, "spin")).isEqualTo(Extraction.Reason.TIMED_OUT);
            assertThat(reason(extractor, "memory")).isEqualTo(Extraction.Reason.OUT_OF_MEMORY);
            assertThat(reason(extractor, "disk")).isEqualTo(Extraction.Reason.OUT_OF_DISK);
            assertThat(reason(extractor, "exit 7")).isEqualTo(Extraction.Reason.CRASHED);
            assertThat(reason(extractor, "recurse")).isEqualTo(Extraction.Reason.BOMB);

            assertThat(text(extractor, "print")).isEqualTo("printed");
        }
    }

    @Test
    void triesADocumentAgainWhoseWorkerCrashedOnce(@TempDir Path folder) throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS)) {
            assertThat(text(extractor, "exit-once " + folder.resolve("marker")))
                    .isEqualTo("read at the second attempt");
        }
    }

    @Test
    void survivesTheKillOfItsWorkerWhileIdleAndWhileAtWork() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withWorkers(1))) {
            assertThat(text(extractor, "print")).isEqualTo("printed");
            kill(extractor.workerPids());
            assertThat(text(extractor, "print")).isEqualTo("printed");

            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Set<Long> first = extractor.workerPids();
                Future<Extraction> spinning = executor.submit(() -> extract(extractor, "spin"));
                kill(first);
                await().until(() -> !extractor.workerPids().isEmpty()
                        && !extractor.workerPids().equals(first));
                kill(extractor.workerPids());

                assertThat(((Extraction.Failed) spinning.get()).reason()).isEqualTo(Extraction.Reason.CRASHED);
            }
            assertThat(text(extractor, "print")).isEqualTo("printed");
        }
    }

    @Test
    void truncatesLongTextAndSaysSo() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withOutputCharacters(1_000))) {
            Extraction.Extracted forever = (Extraction.Extracted) extract(extractor, "forever");
            Extraction.Extracted plain = (Extraction.Extracted) extractor.extract(
                    "long.txt", () -> new ByteArrayInputStream("ä".repeat(1_001).getBytes(UTF_8)));
            Extraction.Extracted exact = (Extraction.Extracted) extractor.extract(
                    "exact.txt",
                    () -> new ByteArrayInputStream("ä".repeat(1_000).getBytes(UTF_8)));

            assertThat(forever.extent()).isEqualTo(Extraction.Extent.TRUNCATED);
            assertThat(forever.text()).hasSize(1_000).startsWith("and so on and so on");
            assertThat(plain.extent()).isEqualTo(Extraction.Extent.TRUNCATED);
            assertThat(plain.text()).hasSize(1_000);
            assertThat(exact.extent()).isEqualTo(Extraction.Extent.WHOLE);
        }
    }

    @Test
    void refusesInputBeyondTheLimitAndKeepsTheWorker() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withWorkers(1))) {
            text(extractor, "print");
            Set<Long> before = extractor.workerPids();

            Extraction answer = extractor.extract("big.txt", () -> new ByteArrayInputStream(new byte[(1 << 20) + 1]));

            assertThat(answer)
                    .isEqualTo(new Extraction.Failed(Extraction.Reason.TOO_LARGE, "it has more than 1048576 bytes"));
            assertThat(text(extractor, "print")).isEqualTo("printed");
            assertThat(extractor.workerPids()).isEqualTo(before);
        }
    }

    @Test
    void passesOnTheFailureOfTheInputAndKeepsTheWorker() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withWorkers(1))) {
            text(extractor, "print");
            Set<Long> before = extractor.workerPids();

            assertThatThrownBy(() -> extractor.extract("gone.txt", () -> {
                        throw new IOException("the disk is gone");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");
            assertThatThrownBy(() -> extractor.extract("broken.txt", BrokenStream::new))
                    .hasMessage("the disk broke in the middle");

            assertThat(text(extractor, "print")).isEqualTo("printed");
            assertThat(extractor.workerPids()).isEqualTo(before);
        }
    }

    @Test
    void givesTheWorkerNothingOfOurEnvironment() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS)) {
            String seen = text(extractor, "environment");

            assertThat(seen).contains("LANG=C.UTF-8").doesNotContain("PATH=").contains("leat-extract-");
        }
    }

    @Test
    void endsIdleWorkersAndStartsNewOnesWhenNeeded() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withIdle(Duration.ofMillis(300)))) {
            text(extractor, "print");
            long pid = extractor.workerPids().iterator().next();

            await().until(() -> extractor.workerPids().isEmpty());
            await().until(() -> ProcessHandle.of(pid).isEmpty());

            assertThat(text(extractor, "print")).isEqualTo("printed");
        }
    }

    @Test
    void replacesAWorkerAfterItsShareOfDocuments() throws Exception {
        try (ForkedExtractor extractor =
                ForkedExtractor.open(LIMITS.withWorkers(1).withDocumentsPerWorker(2))) {
            text(extractor, "print");
            Set<Long> first = extractor.workerPids();
            text(extractor, "print");
            text(extractor, "print");

            assertThat(extractor.workerPids()).doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void givesUpAtOnceWhenInterrupted() throws Exception {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withWorkers(1))) {
            AtomicReference<Throwable> outcome = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    extract(extractor, "spin");
                } catch (Exception e) {
                    outcome.set(e);
                }
            });
            await().until(() -> !extractor.workerPids().isEmpty());

            caller.interrupt();

            await().untilAsserted(() -> assertThat(outcome.get()).isInstanceOf(InterruptedException.class));
            await().until(() -> extractor.workerPids().isEmpty());
        }
    }

    @Test
    void endsEverythingOnClose() throws Exception {
        ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withWorkers(2));
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        text(extractor, "print");
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                extract(extractor, "spin");
            } catch (Exception e) {
                outcome.set(e);
            }
        });
        List<Long> pids = new ArrayList<>(extractor.workerPids());

        extractor.close();

        caller.join();
        assertThat(outcome.get()).isInstanceOf(IOException.class).hasMessage("the text extraction was closed");
        await().until(() -> pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
        assertThatThrownBy(() -> text(extractor, "print")).hasMessage("the text extraction was closed");
    }

    @Test
    void leavesNoFilesBehind() throws Exception {
        List<Path> before = workerFolders();
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS.withTime(Duration.ofSeconds(2)))) {
            reason(extractor, "disk");
            text(extractor, "print");
        }

        await().untilAsserted(() -> assertThat(workerFolders()).isSubsetOf(before));
    }

    @Test
    void saysWhenNoWorkerCanBeStarted() {
        try (ForkedExtractor extractor = ForkedExtractor.open(LIMITS, "dev.leat.Missing", List.of())) {
            assertThatThrownBy(() -> text(extractor, "print"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a text extraction worker did not start")
                    .hasMessageContaining("96 MiB of heap");
        }
    }

    @Test
    void endsItsWorkersWhenItsOwnProcessIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        WorkerCommand.classPath(),
                        SpinningParent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long worker = Long.parseLong(parent.inputReader().readLine());
        assertThat(ProcessHandle.of(worker)).isPresent();

        parent.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        ProcessHandle.of(worker).map(ProcessHandle::isAlive).orElse(false) == false);
    }

    /** A process that has a worker read an endless document. */
    static final class SpinningParent {
        public static void main(String[] arguments) throws Exception {
            ForkedExtractor extractor = ForkedExtractor.open(LIMITS);
            extract(extractor, "print");
            System.out.println(extractor.workerPids().iterator().next());
            extract(extractor, "spin");
        }
    }

    private static final class BrokenStream extends InputStream {
        private int left = 200_000;

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the disk broke in the middle");
            }
            left -= length;
            return length;
        }
    }

    private static void kill(Set<Long> pids) {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        }));
    }

    private static List<Path> workerFolders() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("leat-extract-"))
                    .toList();
        }
    }

    private static Extraction extract(ForkedExtractor extractor, String words) throws Exception {
        return extractor.extract("document.nasty", () -> new ByteArrayInputStream(words.getBytes(UTF_8)));
    }

    private static String text(ForkedExtractor extractor, String words) throws Exception {
        return ((Extraction.Extracted) extract(extractor, words)).text();
    }

    private static Extraction.Reason reason(ForkedExtractor extractor, String words) throws Exception {
        return ((Extraction.Failed) extract(extractor, words)).reason();
    }
}
