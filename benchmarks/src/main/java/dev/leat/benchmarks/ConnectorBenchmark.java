package dev.leat.benchmarks;

import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Full syncs of connectors from real servers: the first one against raw {@code _bulk} of the documents that come of it,
 * and one that finds nothing changed. Both run in this process, as in the connectors service, which runs for long.
 */
final class ConnectorBenchmark {

    private static final String INDEX = "leat-benchmark-connector";
    private static final String RAW_INDEX = "leat-benchmark-connector-raw";
    private static final RawBulk RAW = new RawBulk(5 << 20, 2);

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
        List<Supplier<Origin>> origins = List.of(PostgresqlOrigin::new, MysqlOrigin::new, MongoOrigin::new);
        for (Supplier<Origin> start : origins) {
            try (Origin origin = start.get()) {
                origin.fill(bench.options().data());
                measure(origin);
            }
        }
    }

    private void measure(Origin origin) throws IOException, InterruptedException {
        bench.server().delete(INDEX);
        sync(origin);
        PreparedBulk bulk = new PreparedBulk(synced());
        String schema = bench.server().schema(INDEX);
        Contest first = bench.contest("connector " + origin.serviceType() + ", first sync", fresh(schema));
        first.add("raw `_bulk`, " + RAW, () -> {
            RAW.run(bench.server().url(), RAW_INDEX, bulk);
            return Run.Cost.none();
        });
        first.add("connector `" + origin.serviceType() + "`", () -> sync(origin));
        bench.publish(
                first.hold(bench.options().warmUps(), bench.options().runs()).report());

        bench.server().delete(RAW_INDEX);
        sync(origin);
        bench.server().settle(INDEX);
        Contest again = bench.contest("connector " + origin.serviceType() + ", nothing changed", unchanged());
        again.add("connector `" + origin.serviceType() + "`", () -> sync(origin));
        bench.publish(
                again.hold(bench.options().warmUps(), bench.options().runs()).report());
        bench.server().delete(INDEX);
    }

    private Run.Setting fresh(String schema) {
        return new Run.Setting() {
            @Override
            public void before() throws IOException {
                bench.server().delete(INDEX);
                bench.server().createFrom(RAW_INDEX, schema);
            }

            @Override
            public void after(String contender) throws IOException {
                requireAll(
                        contender,
                        Math.max(
                                bench.server().countIfThere(INDEX),
                                bench.server().countIfThere(RAW_INDEX)));
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

    private Run.Cost sync(Origin origin) throws IOException {
        DataSourceProvider provider =
                DataSourceCatalog.load(getClass().getClassLoader()).require(origin.serviceType());
        MirrorSettings settings = MirrorSettings.of(
                INDEX, bench.options().work().resolve("job-" + origin.serviceType()), origin.serviceType());
        try (Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()));
                DataSource source = provider.open(provider.configurationSchema().configure(origin.settings()))) {
            MirrorReport report = Mirror.run(cluster, settings, source, Progress.none());
            if (!report.isComplete()) {
                throw new IOException("the sync was not complete: " + report);
            }
            return Run.Cost.none();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // A provider may throw whatever it likes.
            throw new IOException(e);
        }
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
