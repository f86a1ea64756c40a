package dev.leat.app.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.app.file.Compression;
import dev.leat.app.scan.ExportManifest.Part;
import dev.leat.app.scan.FolderExport.Existing;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedPage;
import dev.leat.elastic.scan.Slicing;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of parts, broken off and gone on with. */
@WithElasticsearch
class FolderExportIT {

    private static final int DOCUMENTS = 600;

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private final String index;

    @TempDir
    private Path temporary;

    FolderExportIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
        this.index = elasticsearch.uniqueIndex("folder");
    }

    @BeforeEach
    void fill() {
        elasticsearch
                .put("/" + index, "{\"settings\":{\"number_of_shards\":3}}")
                .orFail();
        write("old");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void writesEveryDocumentOnceAndAManifestOfWhatItWrote() throws IOException {
        Path folder = temporary.resolve("a");

        ExportManifest manifest = export(folder, NdjsonFormat.SOURCE, Compression.ZSTD, Existing.REFUSE);

        assertThat(manifest.complete()).isTrue();
        assertThat(manifest.documents()).isEqualTo(DOCUMENTS);
        assertThat(manifest.snapshots()).hasSize(1);
        assertThat(manifest.parts()).hasSize(9).allMatch(part -> part.file().endsWith(".ndjson.zst"));
        assertThat(ExportManifest.find(folder)).contains(manifest);
        assertThat(lines(folder, manifest)).hasSize(DOCUMENTS).allSatisfy((line, times) -> {
            assertThat(line).contains("\"v\":\"old\"");
            assertThat(times).isEqualTo(1);
        });
        new Recount(LineCounter.LINES).requireFolder(folder, manifest, Progress.none());
    }

    @Test
    void goesOnInTheSameSnapshotAfterAKill() throws Exception {
        Path killed = temporary.resolve("killed");
        Path folder = temporary.resolve("copy");
        Breaking blocks = new Breaking(4, Breaking.How.BLOCK);
        FutureTask<ExportManifest> task =
                new FutureTask<>(() -> export(killed, blocks, Compression.NONE, Existing.REFUSE));
        Thread process = Thread.ofVirtual().start(task);
        blocks.reached.await();
        await().atMost(Duration.ofSeconds(30)).until(() -> finished(killed) >= 3);
        // What a kill would leave: the folder as it is, and the snapshot open.
        copy(killed, folder);
        write("new");

        ExportManifest manifest = export(folder, NdjsonFormat.SOURCE, Compression.NONE, Existing.RESUME);

        process.interrupt();
        process.join();
        assertThat(manifest.snapshots()).hasSize(1);
        assertThat(lines(folder, manifest))
                .hasSize(DOCUMENTS)
                .allSatisfy((line, times) -> assertThat(line).contains("\"v\":\"old\""));
    }

    @Test
    void readsUnfinishedShardsAnewWhenTheSnapshotIsGone() throws Exception {
        Path folder = temporary.resolve("a");
        assertThatThrownBy(() -> export(folder, new Breaking(8, Breaking.How.THROW), Compression.GZIP, Existing.REFUSE))
                .hasMessageContaining("broken off by the test");
        ExportManifest broken = ExportManifest.find(folder).orElseThrow();
        write("new");

        ExportManifest manifest = export(folder, NdjsonFormat.SOURCE, Compression.GZIP, Existing.RESUME);

        assertThat(broken.complete()).isFalse();
        assertThat(manifest.complete()).isTrue();
        assertThat(manifest.snapshots()).hasSize(2);
        List<Part> kept =
                manifest.parts().stream().filter(part -> part.snapshot() == 0).toList();
        assertThat(broken.parts()).containsAll(kept);
        Map<String, Integer> lines = lines(folder, manifest);
        assertThat(lines.keySet().stream().map(line -> line.replaceAll(",\"v\".*", "")))
                .as("each document once, old or new")
                .hasSize(DOCUMENTS)
                .doesNotHaveDuplicates();
        assertThat(lines.keySet().stream().filter(line -> line.contains("\"v\":\"old\"")))
                .hasSize((int) kept.stream()
                        .mapToLong(part ->
                                part.finished() == null ? 0 : part.finished().documents())
                        .sum());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of(ExportManifest.FILE),
                                    manifest.parts().stream().map(Part::file))
                            .toList());
        }
        assertThat(openContexts()).isZero();
    }

    @Test
    void leavesNoSnapshotOpenWhenItIsInterrupted() throws Exception {
        Breaking blocks = new Breaking(2, Breaking.How.BLOCK);
        FutureTask<ExportManifest> task =
                new FutureTask<>(() -> export(temporary.resolve("a"), blocks, Compression.NONE, Existing.REFUSE));
        Thread process = Thread.ofVirtual().start(task);
        blocks.reached.await();

        process.interrupt();
        process.join();

        assertThatThrownBy(task::get).hasCauseInstanceOf(CancelledException.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> openContexts() == 0);
    }

    @Test
    void keepsOutOfFoldersThatHoldSomethingElse() throws IOException {
        Path folder = temporary.resolve("a");
        export(folder, NdjsonFormat.SOURCE, Compression.NONE, Existing.REFUSE);
        Path other = Files.createDirectories(temporary.resolve("b"));
        Files.writeString(other.resolve("mine.txt"), "x");

        assertThatThrownBy(() -> export(folder, NdjsonFormat.SOURCE, Compression.NONE, Existing.REFUSE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds an export already; --resume goes on with it");
        assertThatThrownBy(() -> export(folder, NdjsonFormat.SOURCE, Compression.ZSTD, Existing.RESUME))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds another export");
        assertThatThrownBy(() -> export(other, NdjsonFormat.SOURCE, Compression.NONE, Existing.REFUSE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not empty; name another folder");
        assertThat(export(folder, NdjsonFormat.SOURCE, Compression.NONE, Existing.RESUME)
                        .complete())
                .isTrue();
    }

    @Test
    void noticesThatAFileWasChanged() throws IOException {
        Path folder = temporary.resolve("a");
        ExportManifest manifest = export(folder, NdjsonFormat.SOURCE, Compression.NONE, Existing.REFUSE);
        Path part = folder.resolve(manifest.parts().get(4).file());
        Files.writeString(part, Files.readString(part).replaceFirst("old", "odd"));

        assertThatThrownBy(() -> new Recount(LineCounter.LINES).requireFolder(folder, manifest, Progress.none()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(part + " is not what was written: its checksum differs");
    }

    private ExportManifest export(Path folder, PageFormat format, Compression compression, Existing existing)
            throws IOException {
        ExportManifest.Content content = new ExportManifest.Content(
                index,
                null,
                null,
                "ndjson",
                false,
                null,
                null,
                compression.name().toLowerCase(Locale.ROOT));
        Encoding lines = new LineEncoding(format, compression, ".ndjson", LineCounter.LINES);
        return new FolderExport(cluster, folder, lines, Progress.none(), InstantSource.system())
                .run(ScanRequest.of(index).withSlicing(new Slicing.Count(9)), content, existing);
    }

    private void write(String value) {
        String lines = IntStream.range(0, DOCUMENTS)
                .mapToObj(n -> "{\"index\":{\"_id\":\"" + n + "\"}}\n{\"n\":" + n + ",\"v\":\"" + value + "\"}\n")
                .collect(Collectors.joining());
        elasticsearch.post("/" + index + "/_bulk?refresh=true", lines).orFail();
    }

    private static long finished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .count();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.endsWith(FolderLock.FILE)) {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** How often each line stands in the parts. */
    private static Map<String, Integer> lines(Path folder, ExportManifest manifest) throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        for (Part part : manifest.parts()) {
            Path file = folder.resolve(part.file());
            byte[] bytes;
            try (var in = new BufferedInputStream(Files.newInputStream(file))) {
                bytes = Compression.ofContent(in).decompress(in).readAllBytes();
            }
            new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> lines.merge(line, 1, Integer::sum));
        }
        return lines;
    }

    private int openContexts() {
        String stats = elasticsearch.get("/" + index + "/_stats/search").body();
        return Integer.parseInt(stats.replaceAll("(?s).*?\"open_contexts\":(\\d+).*", "$1"));
    }

    /** Writes lines, until it does no more. */
    private static final class Breaking implements PageFormat {

        enum How {
            THROW,
            BLOCK
        }

        private final int pages;
        private final How how;
        private final AtomicInteger seen = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(1);

        Breaking(int pages, How how) {
            this.pages = pages;
            this.how = how;
        }

        @Override
        public void write(ScannedPage page, OutputStream out) throws IOException {
            if (seen.incrementAndGet() > pages) {
                reached.countDown();
                switch (how) {
                    case THROW -> throw new IOException("broken off by the test");
                    case BLOCK -> block();
                }
            }
            NdjsonFormat.SOURCE.write(page, out);
        }

        private static void block() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("blocking", e);
            }
        }
    }
}
