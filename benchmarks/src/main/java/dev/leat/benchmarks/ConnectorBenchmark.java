package dev.leat.benchmarks;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.mirror.ErrorLimits;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.connect.mirror.Stamp;
import dev.leat.connect.service.BulkOptions;
import dev.leat.elastic.Progress;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Full syncs of connectors from real servers, as the connectors service runs them: the first one against raw {@code
 * _bulk} of the documents that come of it, and one that finds nothing changed against a mere reading of what it compares.
 * All write to an index that is there, with its mapping, and end with a refresh. All run in this process, as in the
 * service, which runs for long.
 */
final class ConnectorBenchmark {

    private static final String INDEX = "leat-benchmark-connector";
    private static final String RAW_INDEX = "leat-benchmark-connector-raw";
    private static final RawBulk RAW = new RawBulk(5 << 20, 2);

    private static final Map<String, Supplier<Origin>> ORIGINS = Map.of(
            "postgresql", TableOrigin::postgresql,
            "mysql", TableOrigin::mysql,
            "mongodb", MongoOrigin::new);

    private final Bench bench;

    ConnectorBenchmark(Bench bench) {
        this.bench = bench;
    }

    /** A server that has the documents as rows, or as whatever it keeps. */
    interface Origin extends AutoCloseable {

        /** The service type, and the title of the results. */
        String serviceType();

        /** Starts the server and puts all documents in. */
        void fill(Documents documents) throws IOException;

        /** The settings of the connector. */
        Map<String, String> settings();

        @Override
        void close();
    }

    void run() throws IOException, InterruptedException {
        for (String type : bench.options().sources()) {
            try (Origin origin = Objects.requireNonNull(ORIGINS.get(type)).get()) {
                origin.fill(bench.options().data());
                measure(origin);
            }
        }
    }

    private void measure(Origin origin) throws IOException, InterruptedException {
        bench.server().delete(INDEX);
        sync(origin, asService());
        PreparedBulk bulk = new PreparedBulk(synced());
        String schema = bench.server().schema(INDEX);
        Contest first = bench.contest("`" + origin.serviceType() + "`, first sync", fresh(schema));
        first.add("raw `_bulk`, " + RAW, () -> {
            RAW.run(bench.server().url(), RAW_INDEX, bulk);
            bench.server().refresh(RAW_INDEX);
            return Run.Cost.none();
        });
        first.add("the service: 500 operations a request", () -> sync(origin, asService()));
        first.add("requests of 2 MB", () -> sync(origin, BulkSettings.standard()));
        publish(first);

        bench.server().delete(RAW_INDEX);
        sync(origin, asService());
        bench.server().settle(INDEX);
        Contest again = bench.contest("`" + origin.serviceType() + "`, nothing changed", unchanged());
        again.add("ids and hashes of the index", this::readIds);
        again.add("the source alone", () -> read(origin));
        again.add("the service", () -> sync(origin, asService()));
        publish(again);
        bench.server().delete(INDEX);
    }

    private void publish(Contest contest) throws IOException, InterruptedException {
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
    }

    private Run.Setting fresh(String schema) {
        return new Run.Setting() {
            @Override
            public void before() throws IOException {
                bench.server().createFrom(INDEX, schema);
                bench.server().createFrom(RAW_INDEX, schema);
            }

            @Override
            public void after(String contender) throws IOException {
                requireAll(
                        contender, bench.server().count(INDEX) + bench.server().count(RAW_INDEX));
            }
        };
    }

    private Run.Setting unchanged() {
        return new Run.Setting() {
            @Override
            public void before() {}

            @Override
            public void after(String contender) throws IOException {
                requireAll(contender, bench.server().count(INDEX));
            }
        };
    }

    private void requireAll(String contender, long count) throws IOException {
        if (count != bench.options().data().count()) {
            throw new IOException(contender + " left " + count + " documents in the index");
        }
    }

    /** How the connectors service writes unless its configuration says otherwise. */
    private static BulkSettings asService() {
        BulkOptions options = BulkOptions.standard();
        return BulkSettings.standard()
                .withMaxRequestOperations(options.chunkSize())
                .withMaxRequestBytes(options.chunkBytes())
                .withMaxBytesInFlight(options.queueBytes())
                .withMaxConcurrency(options.concurrency());
    }

    private Run.Cost sync(Origin origin, BulkSettings bulk) throws IOException {
        MirrorSettings settings = MirrorSettings.of(
                        INDEX, bench.options().work().resolve("job-" + origin.serviceType()), origin.serviceType())
                .withStamp(new Stamp.Protocol(null, Set.of()))
                .withErrors(ErrorLimits.standard())
                .withBulk(bulk);
        return with(origin, source -> {
            try (Cluster cluster =
                    Cluster.connect(ClusterSettings.of(bench.server().url().toString()))) {
                MirrorReport report = Mirror.run(cluster, settings, source, Progress.none());
                if (!report.isComplete()) {
                    throw new IOException("the sync was not complete: " + report);
                }
            }
        });
    }

    /** Lists and reads everything, and drops it. */
    private Run.Cost read(Origin origin) throws IOException {
        return with(origin, source -> {
            AtomicLong count = new AtomicLong();
            for (Scope scope : source.scopes(Filter.none())) {
                source.read(scope, Checkpoint.start(), counting(count));
            }
            requireAll("the source", count.get());
        });
    }

    private static DocumentSink counting(AtomicLong count) {
        return new DocumentSink() {
            @Override
            public void put(SourceDocument document) {
                count.incrementAndGet();
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {}

            @Override
            public void skip(String id, String reason) {}

            @Override
            public void failed(String id, Exception reason) {}
        };
    }

    /** What is done with a source. */
    @FunctionalInterface
    private interface Use {
        void of(DataSource source) throws Exception;
    }

    private Run.Cost with(Origin origin, Use use) throws IOException {
        DataSourceProvider provider =
                DataSourceCatalog.load(getClass().getClassLoader()).require(origin.serviceType());
        try (DataSource source = provider.open(provider.configurationSchema().configure(origin.settings()))) {
            use.of(source);
            return Run.Cost.none();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // A provider may throw whatever it likes.
            throw new IOException(e);
        }
    }

    /** What a sync compares with: the ids, and the hashes and scopes that the documents carry. */
    private Run.Cost readIds() throws IOException {
        ScanRequest request = ScanRequest.of(INDEX)
                .withProjection(new Projection.NoSource())
                .withDocValueFields(List.of("_leat.hash", "_leat.scope"));
        AtomicLong count = new AtomicLong();
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                IndexScan scan = IndexScan.open(cluster, request)) {
            scan.readAllPages(
                    2,
                    page -> page.forEach(hit -> {
                        if (hit.id().isEmpty() || hit.firstDocValue("_leat.hash") == null) {
                            throw new IllegalStateException("a document without an id or a hash");
                        }
                        count.incrementAndGet();
                    }));
        }
        requireAll("the scan", count.get());
        return Run.Cost.none();
    }

    /** The documents as the sync wrote them. */
    private Map<String, byte[]> synced() throws IOException {
        requireAll(INDEX, bench.server().count(INDEX));
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                IndexScan scan = IndexScan.open(cluster, ScanRequest.of(INDEX))) {
            scan.readAllPages(1, page -> page.forEach(hit -> all.put(hit.id(), hit.source())));
        }
        return all;
    }
}
