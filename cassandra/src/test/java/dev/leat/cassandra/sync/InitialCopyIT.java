package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.cassandra.table.SchemaWriter;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Progress;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithCassandra
@WithElasticsearch
class InitialCopyIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int ROWS = FULL ? 1_000_000 : 3_000;
    private static final String HEAP = "128m";

    @TempDir
    Path scratch;

    private TestElasticsearch elasticsearch;
    private CassandraConnection connection;
    private Cluster cluster;
    private String contactPoint;
    private String keyspace;
    private String index;

    @BeforeEach
    void open(TestCassandra cassandra, TestElasticsearch node) {
        elasticsearch = node;
        contactPoint = cassandra.contactPoint();
        keyspace = cassandra.createKeyspace("copied");
        cassandra.execute("CREATE TABLE " + keyspace + ".t (id text PRIMARY KEY, name text, number int)");
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(contactPoint)).withConsistency("LOCAL_ONE"));
        cluster = Cluster.connect(node.url().toString(), Credentials.none());
        index = node.uniqueIndex("copied");
    }

    @AfterEach
    void close() {
        cluster.close();
        connection.close();
    }

    @Test
    void manyRowsNeedLittleMemory() throws Exception {
        CassandraTable table = CassandraTable.open(connection, shape());
        List<RowWrite> writes = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Map<String, String> values = Map.of("name", "\"name " + i + "\"", "number", Integer.toString(i % 1000));
            writes.add(new RowWrite.Put(RowKey.of("key-" + i), values, Set.of(), 1_700_000_000_000_000L + i));
            if (writes.size() == 1_000 || i == ROWS - 1) {
                table.write(writes);
                writes.clear();
            }
        }

        Process copy = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyProgram.class.getName(),
                        contactPoint,
                        keyspace,
                        elasticsearch.url().toString(),
                        index,
                        Direction.TO_INDEX.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(copy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(copy.waitFor()).as(output).isZero();
        assertThat(output).contains("written " + ROWS + ", equal true, " + ROWS + " rows, " + ROWS + " documents");
    }

    @Test
    void aNewFieldBecomesAColumn() {
        elasticsearch
                .put("/" + index + "/_doc/one", "{\"id\":\"one\",\"number\":1,\"new_col\":\"x\",\"list\":[1,2]}")
                .orFail();
        TableShape before = shape();
        SchemaWriter writer = new SchemaWriter(connection, Waiter.system());
        PairSettings settings = PairSettings.standard(scratch).withReconcileEvery(Duration.ZERO);
        SyncPair pair = new SyncPair("one", ports(before), settings)
                .withExtension(fields -> ports(writer.addColumns(before, fields.columns())));

        pair.once();

        RowKey key = RowKey.of("one");
        assertThat(CassandraTable.open(connection, shape()).read(List.of(key)).get(key))
                .isInstanceOfSatisfying(
                        RowState.Present.class,
                        row -> assertThat(row.content().values())
                                .containsExactlyInAnyOrderEntriesOf(
                                        Map.of("number", "1", "new_col", "\"x\"", "list", "[1,2]")));
        assertThat(pair.verify(10, Progress.none()).differences()).isEmpty();
        assertThat(elasticsearch.get("/" + index + "/_mapping").body()).contains("\"new_col\"");
    }

    private TableShape shape() {
        return new SchemaReader(connection).read(keyspace, "t", List.of());
    }

    private SyncPorts ports(TableShape shape) {
        return new SyncPorts(
                CassandraTable.open(connection, shape),
                null,
                ClusterIndex.open(cluster, shape, IndexSettings.of(index).withNewFields(NewFields.ADD_COLUMN)),
                IndexLedger.open(cluster, index, Access.READ_WRITE),
                IndexLeases.open(cluster, index, Access.READ_WRITE),
                (key, side, reason) -> {
                    throw new IllegalStateException(reason);
                },
                InstantSource.system(),
                Waiter.system());
    }
}
