package dev.leat.benchmarks;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.ledger.IndexDeadLetters;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.PairSettings;
import dev.leat.cassandra.sync.Rules;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.cassandra.sync.SyncPorts;
import dev.leat.cassandra.sync.TableWatch;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.cassandra.table.VersionWatch;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sync of a table with an index: the first copy of each against the other, with raw {@code _bulk} and raw asynchronous
 * inserts as the limits; a cycle in which nothing has changed; and how late changes arrive while rows are written.
 * Connections are open beforehand, as they are while a sync runs.
 */
final class SyncBenchmark {

    private static final String INDEX = "leat-benchmark-sync";
    private static final String RAW_INDEX = "leat-benchmark-sync-raw";
    private static final RawBulk RAW = new RawBulk(5 << 20, 2);

    private final Bench bench;
    private int pairs;

    SyncBenchmark(Bench bench) {
        this.bench = bench;
    }

    void run() throws IOException, InterruptedException {
        try (CassandraOrders orders = CassandraOrders.start(
                        bench.options().work().resolve("cassandra"),
                        bench.options().data());
                CassandraConnection cassandra =
                        CassandraConnection.open(ConnectionSettings.of(List.of(orders.contactPoint())));
                Cluster cluster =
                        Cluster.connect(ClusterSettings.of(bench.server().url().toString()))) {
            Stores stores = new Stores(
                    cassandra,
                    cluster,
                    new SchemaReader(cassandra).read(CassandraOrders.KEYSPACE, CassandraOrders.TABLE, List.of()));
            bench.server().delete(INDEX);
            orders.fill();
            if (measures("to-index")) {
                copyToIndex(stores);
            }
            if (measures("to-table")) {
                copyToTable(stores, orders);
            }
            orders.index();
            if (measures("idle")) {
                idle(stores);
            }
            if (measures("lag")) {
                lag(stores, orders);
            }
            bench.server().delete(INDEX);
        }
    }

    private boolean measures(String part) {
        return bench.options().parts().contains(part);
    }

    /** What pairs are opened with. */
    private record Stores(CassandraConnection cassandra, Cluster cluster, TableShape shape) {}

    private void copyToIndex(Stores stores) throws IOException, InterruptedException {
        sync(stores, Direction.TO_INDEX);
        PreparedBulk bulk = new PreparedBulk(synced(stores.cluster()));
        String schema = bench.server().schema(INDEX);
        Run.Setting empty = new Run.Setting() {
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
        Contest copy = bench.contest("Cassandra to Elasticsearch, first copy", empty);
        copy.add("raw `_bulk`, " + RAW, () -> {
            RAW.run(bench.server().url(), RAW_INDEX, bulk);
            bench.server().refresh(RAW_INDEX);
            return Run.Cost.none();
        });
        copy.add("one way", () -> sync(stores, Direction.TO_INDEX));
        copy.add("both ways", () -> sync(stores, Direction.BOTH));
        publish(copy);
        bench.server().delete(RAW_INDEX);
    }

    private void copyToTable(Stores stores, CassandraOrders orders) throws IOException, InterruptedException {
        sync(stores, Direction.TO_INDEX);
        Run.Setting empty = new Run.Setting() {
            @Override
            public void before() {
                orders.truncate();
            }

            @Override
            public void after(String contender) throws IOException {
                requireAll(contender, orders.count());
            }
        };
        Contest copy = bench.contest("Elasticsearch to Cassandra, first copy", empty);
        copy.add("raw asynchronous inserts", () -> {
            orders.fill();
            return Run.Cost.none();
        });
        copy.add("one way", () -> sync(stores, Direction.TO_TABLE));
        copy.add("both ways", () -> sync(stores, Direction.BOTH));
        publish(copy);
    }

    private void idle(Stores stores) throws IOException, InterruptedException {
        SyncPair whole = pair(stores, Direction.BOTH, null);
        SyncPair watched = pair(stores, Direction.BOTH, watch(stores));
        whole.once();
        watched.once();
        Contest idle = bench.contest("a cycle in which nothing has changed", Run.Setting.none());
        idle.add("the table is read whole", () -> cycle(whole));
        idle.add("by a version column with an index", () -> cycle(watched));
        publish(idle);
        whole.release();
        watched.release();
    }

    private void lag(Stores stores, CassandraOrders orders) throws IOException, InterruptedException {
        SyncPair pair = pair(stores, Direction.BOTH, watch(stores));
        pair.once();
        bench.settle();
        bench.publish(
                new SyncLag(orders, stores.cluster(), INDEX, bench.options().documents()).measure(pair));
    }

    private Run.Cost sync(Stores stores, Direction direction) throws IOException {
        SyncPair pair = pair(stores, direction, null);
        pair.once();
        pair.release();
        bench.server().refresh(INDEX);
        return Run.Cost.none();
    }

    private static Run.Cost cycle(SyncPair pair) throws IOException {
        if (!pair.once()) {
            throw new IOException("somebody else works on the pair");
        }
        return Run.Cost.none();
    }

    /** A pair that nobody has worked on: its ledger is empty. */
    private SyncPair pair(Stores stores, Direction direction, @Nullable TableWatch watch) {
        String name = "benchmark-" + ++pairs;
        Cluster cluster = stores.cluster();
        InstantSource clock = InstantSource.system();
        SyncPorts ports = new SyncPorts(
                CassandraTable.open(stores.cassandra(), stores.shape()),
                watch,
                ClusterIndex.open(cluster, stores.shape(), IndexSettings.of(INDEX)),
                IndexLedger.open(cluster, name, Access.READ_WRITE),
                IndexLeases.open(cluster, name, Access.READ_WRITE),
                IndexDeadLetters.open(cluster, IndexDeadLetters.INDEX, name, INDEX, clock),
                clock,
                cluster.waiter());
        PairSettings settings = PairSettings.standard(bench.options().work().resolve(name))
                .withRules(Rules.standard().withDirection(direction));
        return new SyncPair("benchmark", ports, settings);
    }

    private static TableWatch watch(Stores stores) {
        return VersionWatch.open(stores.cassandra(), stores.shape(), "version", VersionWatch.Unit.MICROSECONDS);
    }

    private void requireAll(String contender, long count) throws IOException {
        if (count != bench.options().data().count()) {
            throw new IOException(contender + " left " + count + " on the other side");
        }
    }

    private void publish(Contest contest) throws IOException, InterruptedException {
        bench.publish(
                contest.hold(bench.options().warmUps(), bench.options().runs()).report());
    }

    /** The documents as the sync wrote them. */
    private Map<String, byte[]> synced(Cluster cluster) throws IOException {
        requireAll(INDEX, bench.server().count(INDEX));
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(INDEX))) {
            scan.readAllPages(1, page -> page.forEach(hit -> all.put(hit.id(), hit.source())));
        }
        return all;
    }
}
