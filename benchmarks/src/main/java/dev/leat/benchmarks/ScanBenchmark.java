package dev.leat.benchmarks;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reading an index: {@code leat scan} and {@link IndexScan} against a raw reader of points in time and elasticdump. */
final class ScanBenchmark {

    private static final String INDEX = "leat-benchmark-scan";
    private static final List<Integer> SLICES = List.of(1, 2, 4);
    private static final List<Integer> THREADS = List.of(1, 2, 3, 4);

    private static final RawScan GIVEN = new RawScan(4, 4);

    /** More would take minutes in pages of 100, and show nothing new. */
    private static final int MOST_FOR_SMALL_PAGES = 1_000_000;

    private final Bench bench;
    private final Documents documents;
    private final Path file;

    ScanBenchmark(Bench bench) {
        this.bench = bench;
        this.documents = bench.options().data();
        this.file = bench.options().work().resolve("scan.ndjson");
    }

    void run() throws IOException, InterruptedException {
        Optional<Elasticdump> elasticdump = Elasticdump.install(bench.options().work(), bench.log());
        for (int shards : bench.options().shards()) {
            bench.fill(INDEX, shards);
            RawScan limit = bench.options().tuning() == BenchmarkOptions.Tuning.GIVEN ? GIVEN : tune(shards);
            measure(shards, limit, elasticdump.orElse(null));
            bench.server().delete(INDEX);
        }
    }

    private RawScan tune(int shards) throws IOException, InterruptedException {
        Contest contest = bench.contest("raw reader, " + shards(shards), setting());
        Map<String, RawScan> tried = new TreeMap<>();
        for (int slices : SLICES) {
            for (int threads : THREADS) {
                if (threads <= slices * shards) {
                    RawScan raw = new RawScan(slices, threads);
                    tried.put(raw.toString(), raw);
                    contest.add(raw.toString(), raw(raw, shards, null));
                }
            }
        }
        bench.publish(contest.hold(2, Math.max(3, bench.options().runs())).report());
        return Objects.requireNonNull(tried.get(contest.best()));
    }

    private void measure(int shards, RawScan limit, @Nullable Elasticdump elasticdump)
            throws IOException, InterruptedException {
        Contest contest = bench.contest("scan, " + shards(shards), setting());
        contest.add("raw reader to a file, " + limit, raw(limit, shards, file));
        contest.add("raw reader, sources not looked for", raw(limit, shards, null));
        contest.add("IndexScan in this process", () -> scan(null));
        contest.add("IndexScan to a file", () -> scan(file));
        if (bench.options().leat() != null) {
            contest.add(
                    "`leat scan -o FILE`",
                    () -> bench.leat(List.of("scan", INDEX, "-o", file.toString()), Map.of())
                            .run());
        }
        if (elasticdump != null) {
            String url = bench.server().url() + "/" + INDEX;
            contest.add("elasticdump --limit 10000", () -> elasticdump.dump(url, file, 10_000));
            if (documents.count() <= MOST_FOR_SMALL_PAGES) {
                contest.add("elasticdump (its limit, 100)", () -> elasticdump.dump(url, file, 100));
            }
        }
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
        if (bench.options().leat() != null) {
            bench.publishHeap("`leat scan`", List.of("scan", INDEX, "-o", file.toString()));
        }
        if (elasticdump == null) {
            bench.publish("elasticdump: not measured, npm is not installed.");
        }
    }

    private Run raw(RawScan raw, int shards, @Nullable Path to) {
        return () -> {
            long bytes = raw.run(bench.server().url(), INDEX, shards, to);
            if (bytes < bench.options().dataBytes()) {
                throw new IOException("only " + bytes + " bytes were read");
            }
            return Run.Cost.none();
        };
    }

    private Run.Cost scan(@Nullable Path to) throws IOException, InterruptedException {
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                IndexScan scan = IndexScan.open(cluster, ScanRequest.of(INDEX));
                OutputStream out = to == null
                        ? OutputStream.nullOutputStream()
                        : new BufferedOutputStream(Files.newOutputStream(to), 1 << 20)) {
            ReentrantLock lock = new ReentrantLock();
            scan.readAllPages(2 * bench.processors().count(), page -> {
                lock.lock();
                try {
                    page.writeSourceLines(out);
                } finally {
                    lock.unlock();
                }
            });
        }
        return Run.Cost.none();
    }

    private Run.Setting setting() {
        return new Run.Setting() {
            @Override
            public void before() throws IOException {
                Files.deleteIfExists(file);
            }

            @Override
            public void after(String contender) throws IOException {
                if (Files.exists(file)) {
                    long lines = lines(file);
                    if (lines != documents.count()) {
                        throw new IOException(contender + " wrote " + lines + " lines");
                    }
                    Files.delete(file);
                }
            }
        };
    }

    private static long lines(Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
                for (int i = 0; i < got; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }

    private static String shards(int shards) {
        return shards == 1 ? "1 shard" : shards + " shards";
    }
}
