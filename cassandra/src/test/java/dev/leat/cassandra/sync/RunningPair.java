package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pair that runs on real servers, and an application that reaches them directly. */
final class RunningPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PERIOD = Duration.ofMillis(50);
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    /** Where the application, and the pair, reach the stores. */
    record Servers(Consumer<String> cql, String table, String index, String tableOfPair, String indexOfPair) {}

    private final Servers servers;
    private final String name;
    private final TableShape shape;
    private final CassandraConnection direct;
    private final CassandraTable table;
    private final Cluster cluster;
    private final ClusterIndex index;
    private final CassandraConnection relayedTable;
    private final Cluster relayedCluster;
    private final AtomicInteger cycles = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread runner;

    /**
     * Starts it.
     *
     * @param name of an index and a keyspace that nobody has
     */
    RunningPair(Servers servers, String name, Path scratch) {
        this.servers = servers;
        this.name = name;
        String keyspace = name.replace('-', '_');
        servers.cql()
                .accept("CREATE KEYSPACE " + keyspace
                        + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        servers.cql().accept("CREATE TABLE " + keyspace + ".t (id text PRIMARY KEY, a int)");
        this.direct = connect(servers.table());
        this.shape = new SchemaReader(direct).read(keyspace, "t", List.of());
        this.table = CassandraTable.open(direct, shape);
        this.cluster = Cluster.connect(ClusterSettings.of(servers.index()));
        this.index = ClusterIndex.open(cluster, shape, IndexSettings.of(name));
        this.relayedTable = connect(servers.tableOfPair());
        this.relayedCluster = Cluster.connect(ClusterSettings.of(servers.indexOfPair())
                .withRequestTimeout(PATIENCE)
                .withRetryPolicy(RetryPolicy.within(PATIENCE)));
        SyncPair pair = new SyncPair("instance", ports(), settings(scratch));
        this.runner = Thread.ofVirtual().name("pair").start(() -> run(pair));
    }

    private static CassandraConnection connect(String contactPoint) {
        return CassandraConnection.open(ConnectionSettings.of(List.of(contactPoint))
                .withConsistency("LOCAL_ONE")
                .withTimeout(Duration.ofSeconds(1)));
    }

    private SyncPorts ports() {
        DeadLetters none = (key, side, reason) -> {
            throw new AssertionError("a dead letter: " + reason);
        };
        return new SyncPorts(
                CassandraTable.open(relayedTable, shape),
                null,
                ClusterIndex.open(relayedCluster, shape, IndexSettings.of(name)),
                IndexLedger.open(relayedCluster, name, Access.READ_WRITE),
                IndexLeases.open(relayedCluster, name, Access.READ_WRITE),
                none,
                InstantSource.system(),
                Waiter.system());
    }

    private static PairSettings settings(Path scratch) {
        return PairSettings.standard(scratch).withReconcileEvery(Duration.ZERO);
    }

    private void run(SyncPair pair) {
        try {
            while (true) {
                try {
                    pair.once();
                } catch (UnavailableException e) {
                    // The next cycle makes up for it.
                }
                cycles.incrementAndGet();
                Waiter.system().sleep(PERIOD);
            }
        } catch (CancelledException | InterruptedException stopped) {
            pair.release();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Waits until a whole cycle, good or bad, has passed since now. */
    void awaitCycle() {
        int enough = cycles.get() + 2;
        await().atMost(AT_MOST).until(() -> cycles.get() >= enough || failure.get() != null);
    }

    private void writeRow(RowKey key, int value) {
        servers.cql()
                .accept("INSERT INTO " + shape.cqlName() + " (id, a) VALUES ('" + key.values() + "', " + value + ")");
    }

    private void writeDocument(RowKey key, int value) {
        cluster.perform(Request.of("PUT", document(key), Repeat.IDEMPOTENT).withJson("{\"a\":" + value + "}"));
    }

    private void deleteDocument(RowKey key) {
        cluster.perform(Request.of("DELETE", document(key), Repeat.IDEMPOTENT));
    }

    private String document(RowKey key) {
        return "/" + name + "/_doc/" + Request.segment(key.id());
    }

    /** Waits until both sides look like that; null for absent. */
    private void awaitBoth(RowKey key, @Nullable Integer value) {
        Fingerprint expected = value == null
                ? Fingerprint.ABSENT
                : Content.of(Map.of("a", Integer.toString(value))).fingerprint();
        await().atMost(AT_MOST)
                .ignoreExceptionsInstanceOf(UnavailableException.class)
                .untilAsserted(() -> {
                    assertThat(failure.get()).isNull();
                    assertThat(row(key)).as("row of %s", key.id()).isEqualTo(expected);
                    assertThat(documentOf(key)).as("document of %s", key.id()).isEqualTo(expected);
                });
    }

    /**
     * Both sides are written to and deleted from, while something is broken or just before it breaks; the pair meets it and
     * makes up for it.
     */
    void outage(Runnable broken, Runnable mended) {
        RowKey ofTable = RowKey.of("a row");
        RowKey ofIndex = RowKey.of("a document");
        RowKey changed = RowKey.of("changed");
        RowKey gone = RowKey.of("gone");
        writeRow(changed, 1);
        writeRow(gone, 1);
        awaitBoth(changed, 1);
        awaitBoth(gone, 1);
        // Until the ledger knows that both have it, what is missing on one side counts as not brought over yet.
        awaitCycle();

        broken.run();
        mended.run();

        awaitBoth(ofTable, 2);
        awaitBoth(ofIndex, 3);
        awaitBoth(changed, 4);
        awaitBoth(gone, null);
    }

    /** What the application does meanwhile. */
    void write() {
        writeRow(RowKey.of("a row"), 2);
        writeDocument(RowKey.of("a document"), 3);
        writeRow(RowKey.of("changed"), 4);
        deleteDocument(RowKey.of("gone"));
    }

    private Fingerprint row(RowKey key) {
        return Objects.requireNonNull(table.read(List.of(key)).get(key)).fingerprint();
    }

    private Fingerprint documentOf(RowKey key) {
        return Objects.requireNonNull(index.read(List.of(key)).get(key)).fingerprint();
    }

    @Override
    public void close() {
        runner.interrupt();
        await().atMost(AT_MOST).until(() -> !runner.isAlive());
        cluster.perform(Request.of("DELETE", "/" + name + "," + IndexLedger.indexOf(name) + "-1", Repeat.IDEMPOTENT));
        relayedTable.close();
        relayedCluster.close();
        direct.close();
        cluster.close();
    }
}
