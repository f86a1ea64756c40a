package dev.leat.cassandra.sync;

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
import dev.leat.cassandra.table.VersionWatch;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A table, an index of two shards and a ledger on real servers, in the place of the models. Rows that are to expire live
 * for a second of the server's clock, whatever the world's clock says.
 */
final class RealStores implements Stores, AutoCloseable {

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private final CassandraConnection connection;
    private final String name;
    private final String pair;
    private final TableShape shape;
    private long lastExpiry = System.nanoTime();

    RealStores(TestCassandra cassandra, TestElasticsearch elasticsearch, String keyspace) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.name = elasticsearch.uniqueIndex("convergence");
        this.pair = name;
        this.cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
        this.connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("LOCAL_ONE"));
        String table = name.replace('-', '_');
        cassandra.execute("CREATE TABLE " + keyspace + "." + table
                + " (id text PRIMARY KEY, a int, b int, \"list\" list<int>, v bigint)");
        this.shape = new SchemaReader(connection).read(keyspace, table, List.of());
        elasticsearch
                .put("/" + name, "{\"settings\":{\"number_of_shards\":2,\"number_of_replicas\":0}}")
                .orFail();
    }

    @Override
    public void close() {
        cassandra.execute("DROP TABLE " + shape.cqlName());
        connection.close();
        cluster.close();
        elasticsearch.delete("/" + name + "," + IndexLedger.indexOf(pair) + "-1");
    }

    @Override
    public void rest() {
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() > lastExpiry);
    }

    @Override
    public TableModel table(LongSupplier clock) {
        return new RealTable(clock);
    }

    @Override
    public IndexModel index() {
        IndexSettings settings = IndexSettings.of(name).withVersionColumn("v", ChronoUnit.MICROS);
        return new RealIndex(ClusterIndex.open(cluster, shape, settings));
    }

    @Override
    public LedgerModel ledger() {
        return new RealLedger();
    }

    private static <T> T only(Map<RowKey, T> answers) {
        return Objects.requireNonNull(answers.values().iterator().next());
    }

    private final class RealTable extends TableModel {

        private final CassandraTable real = CassandraTable.open(connection, shape);
        private final VersionWatch watch = VersionWatch.open(connection, shape, "v", VersionWatch.Unit.MICROSECONDS);

        RealTable(LongSupplier clock) {
            super(clock);
        }

        @Override
        void insert(RowKey key, Map<String, @Nullable String> values, long timestamp, long expires) {
            StringBuilder names = new StringBuilder("id");
            StringBuilder literals = new StringBuilder("'" + key.values() + "'");
            values.forEach((column, value) -> {
                names.append(", \"").append(column).append('"');
                literals.append(", ").append(value);
            });
            cassandra.execute("INSERT INTO " + shape.cqlName() + " (" + names + ") VALUES (" + literals + ")"
                    + using(timestamp, expires));
        }

        @Override
        void update(RowKey key, Map<String, @Nullable String> values, long timestamp, long expires) {
            if (values.isEmpty()) {
                return;
            }
            StringJoiner set = new StringJoiner(", ");
            values.forEach((column, value) -> set.add('"' + column + "\" = " + value));
            cassandra.execute("UPDATE " + shape.cqlName() + using(timestamp, expires) + " SET " + set + " WHERE id = '"
                    + key.values() + "'");
        }

        private String using(long timestamp, long expires) {
            if (expires == RowModel.FOREVER) {
                return " USING TIMESTAMP " + timestamp;
            }
            // It counts in whole seconds, so that one second may take nearly two.
            lastExpiry = System.nanoTime() + Duration.ofMillis(2_100).toNanos();
            return " USING TIMESTAMP " + timestamp + " AND TTL 1";
        }

        @Override
        void delete(RowKey key, long timestamp) {
            cassandra.execute("DELETE FROM " + shape.cqlName() + " USING TIMESTAMP " + timestamp + " WHERE id = '"
                    + key.values() + "'");
        }

        @Override
        RowState read(RowKey key) {
            return only(real.read(List.of(key)));
        }

        @Override
        void apply(RowWrite write) {
            Outcome outcome = only(real.write(List.of(write)));
            if (!(outcome instanceof Outcome.Written)) {
                throw new AssertionError("a row was not written: " + outcome);
            }
        }

        @Override
        public Map<RowKey, RowState> read(Collection<RowKey> keys) {
            return real.read(keys);
        }

        @Override
        public void scan(@Nullable String from, PageHandler handler) {
            real.scan(from, handler);
        }

        @Override
        public void scanRows(@Nullable String from, RowHandler handler) {
            real.scanRows(from, handler);
        }

        @Override
        public long changes(long since, long until, PageHandler handler) {
            return watch.changes(since, until, handler);
        }

        @Override
        public boolean isQuick() {
            return watch.isQuick();
        }
    }

    private final class RealIndex extends IndexModel {

        private final ClusterIndex real;

        RealIndex(ClusterIndex real) {
            this.real = real;
        }

        @Override
        void put(RowKey key, Content content, String ownFields) {
            StringJoiner fields = new StringJoiner(",", "{", "}");
            fields.add("\"own\":\"" + ownFields + "\"");
            content.values().forEach((column, value) -> fields.add('"' + column + "\":" + value));
            elasticsearch
                    .put("/" + name + "/_doc/" + key.id(), fields.toString())
                    .orFail();
        }

        @Override
        void putSlowly(RowKey key, Content content, String ownFields) {
            put(key, content, ownFields);
        }

        @Override
        void delete(RowKey key) {
            elasticsearch.delete("/" + name + "/_doc/" + key.id());
        }

        @Override
        DocState read(RowKey key) {
            return only(real.read(List.of(key)));
        }

        @Override
        Outcome apply(DocWrite write) {
            return only(real.write(List.of(write)));
        }

        @Override
        public Map<RowKey, DocState> read(Collection<RowKey> keys) {
            return real.read(keys);
        }

        @Override
        public String end() {
            return real.end();
        }

        @Override
        public String rebased(String position) {
            return real.rebased(position);
        }

        @Override
        public Optional<Growth> growth(String from) {
            return real.growth(from);
        }

        @Override
        public void changes(String from, PageHandler handler) {
            real.changes(from, handler);
        }

        @Override
        public void scanKeys(Consumer<List<RowKey>> handler) {
            real.scanKeys(handler);
        }
    }

    private final class RealLedger extends LedgerModel {

        private final IndexLedger real = IndexLedger.open(cluster, pair, Access.READ_WRITE);
        private final IndexLeases leases = IndexLeases.open(cluster, pair, Access.READ_WRITE);

        @Override
        LedgerEntry read(RowKey key) {
            return only(real.read(List.of(key)));
        }

        @Override
        Outcome apply(LedgerEntry entry) {
            return only(real.write(List.of(entry)));
        }

        @Override
        public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
            return real.read(keys);
        }

        @Override
        public void scan(Consumer<List<LedgerEntry>> handler) {
            real.scan(handler);
        }

        @Override
        public LeaseRegister.State read() {
            return leases.read();
        }

        @Override
        public Outcome write(LeaseRegister.State state) {
            return leases.write(state);
        }
    }
}
