package dev.leat.benchmarks;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkReport;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Bulk writing: {@code leat load} and {@link BulkWriter} against raw {@code _bulk} with prepared bodies. */
final class LoadBenchmark {

    private static final String INDEX = "leat-benchmark-load";
    private static final List<Integer> CHUNK_MEGABYTES = List.of(1, 2, 5, 10);
    private static final List<Integer> CONNECTIONS = List.of(1, 2, 3, 4);
    private static final RawBulk GIVEN = new RawBulk(10 << 20, 2);

    private final Bench bench;
    private final Documents documents;
    private final List<BulkOperation> operations = new ArrayList<>();

    LoadBenchmark(Bench bench) {
        this.bench = bench;
        this.documents = bench.options().data();
    }

    void run() throws IOException, InterruptedException {
        PreparedBulk bulk = new PreparedBulk(documents, documents::id);
        // What making the documents costs is no part of writing them.
        for (int i = 0; i < documents.count(); i++) {
            operations.add(BulkOperation.index(INDEX, documents.id(i), documents.document(i)));
        }
        Path file = bench.options().work().resolve("load.ndjson");
        documents.writeTo(file);
        for (int shards : bench.options().shards()) {
            RawBulk limit = bench.options().tuning() == BenchmarkOptions.Tuning.GIVEN ? GIVEN : tune(bulk, shards);
            measure(bulk, file, shards, limit);
        }
        Files.delete(file);
    }

    private RawBulk tune(PreparedBulk bulk, int shards) throws IOException, InterruptedException {
        Contest contest = bench.contest("raw `_bulk`, " + shards(shards), setting(shards));
        Map<String, RawBulk> tried = new TreeMap<>();
        for (int megabytes : CHUNK_MEGABYTES) {
            for (int connections : CONNECTIONS) {
                RawBulk raw = new RawBulk(megabytes << 20, connections);
                tried.put(raw.toString(), raw);
                contest.add(raw.toString(), raw(raw, bulk));
            }
        }
        bench.publish(contest.hold(1, Math.min(2, bench.options().runs())).report());
        return Objects.requireNonNull(tried.get(contest.best()));
    }

    private void measure(PreparedBulk bulk, Path file, int shards, RawBulk limit)
            throws IOException, InterruptedException {
        Contest contest = bench.contest("load, " + shards(shards), setting(shards));
        contest.add("raw `_bulk`, " + limit, raw(limit, bulk));
        contest.add("BulkWriter in this process", this::write);
        if (bench.options().leat() != null) {
            contest.add(
                    "`leat load --id-field id`",
                    () -> bench.leat(List.of("load", file.toString(), INDEX, "--id-field", "id"), Map.of())
                            .run());
            contest.add(
                    "`leat load` (ids of its own)",
                    () -> bench.leat(List.of("load", file.toString(), INDEX), Map.of())
                            .run());
        }
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
        if (bench.options().leat() != null) {
            bench.server().create(INDEX, shards);
            bench.publishHeap("`leat load`", List.of("load", file.toString(), INDEX));
            bench.server().delete(INDEX);
        }
    }

    private Run raw(RawBulk raw, PreparedBulk bulk) {
        return () -> {
            raw.run(bench.server().url(), INDEX, bulk);
            return Run.Cost.none();
        };
    }

    private Run.Cost write() throws IOException {
        BulkReport report;
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                BulkWriter writer = BulkWriter.open(cluster, BulkSettings.standard(), (operation, outcome) -> {})) {
            for (BulkOperation operation : operations) {
                writer.write(operation);
            }
            report = writer.finish();
        }
        if (report.created() != documents.count()) {
            throw new IOException("not all were written: " + report);
        }
        return Run.Cost.none();
    }

    private Run.Setting setting(int shards) {
        return new Run.Setting() {
            @Override
            public void before() throws IOException {
                bench.server().create(INDEX, shards);
            }

            @Override
            public void after(String contender) throws IOException {
                long count = bench.server().count(INDEX);
                if (count != documents.count()) {
                    throw new IOException(contender + " left " + count + " documents in the index");
                }
                bench.server().delete(INDEX);
            }
        };
    }

    private static String shards(int shards) {
        return shards == 1 ? "1 shard" : shards + " shards";
    }
}
