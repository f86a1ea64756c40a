package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Progress;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of every type of CQL go into an index, and from there into another table. */
@WithCassandra
@WithElasticsearch
class EveryTypeIT {

    private static final String COLUMNS = """
            (p uuid, c timestamp, s text static, a ascii, t text, b boolean, i1 tinyint, i2 smallint, i4 int, i8 bigint,
            vi varint, de decimal, f float, d double, u uuid, tu timeuuid, ts timestamp, da date, ti time, du duration,
            ip inet, bl blob, l list<text>, se set<decimal>, m map<text, int>, mt map<text, frozen<list<int>>>,
            mi map<int, frozen<list<text>>>, fl frozen<list<int>>, pl place, fp frozen<place>, lp list<frozen<place>>,
            tup tuple<int, text, inet>, ve vector<float, 3>, vs vector<smallint, 2>, vt vector<text, 2>,
            PRIMARY KEY (p, c))
            """;

    @TempDir
    Path scratch;

    private final List<String> deadLetters = new ArrayList<>();
    private TestCassandra node;
    private CassandraConnection connection;
    private Cluster cluster;
    private String keyspace;
    private String index;
    private IndexSettings settings;

    @BeforeEach
    void open(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        node = cassandra;
        keyspace = cassandra.createKeyspace("types");
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("LOCAL_ONE"));
        cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
        index = elasticsearch.uniqueIndex("types");
        settings = IndexSettings.of(index);
        execute("CREATE TYPE KS.place (name text, \"At\" frozen<tuple<double, double>>, tags frozen<set<text>>)");
        execute("CREATE TABLE KS.one " + COLUMNS.replace("place", keyspace + ".place"));
        execute("CREATE TABLE KS.two " + COLUMNS.replace("place", keyspace + ".place"));
    }

    @AfterEach
    void close() {
        cluster.close();
        connection.close();
    }

    @Test
    @Tag("smoke")
    void everyTypeComesBackAsItWas() {
        insert("""
                's', 'a', 'ü"\\\\ \t✓', true, -128, 32767, -2147483648, 9223372036854775807,
                123456789012345678901234567890, 123456789012345678901234567890.1234567890, 1.5e-40, -0.0,
                11111111-0000-4000-8000-00000000000a, 50554d6e-29bb-11e5-b345-feff819cdc9f, 1, '2026-02-28',
                '08:12:54.123456789', -1y2mo3w4h5ns, '2001:db8::1', 0x00ff, ['b', 'a', 'b'], {1.10, 2},
                {'x.y': 1, 'z': 2}, {'k': [1, 2]}, {2: ['b'], 1: []}, [], {name: 'here', tags: {'b', 'a'}}, {name: null},
                [{name: 'x', "At": (1.5, -0.0)}], (1, null, '10.0.0.1'), [1.5, -0.0, 3], [1, -2], ['a', '']
                """, 1);
        insert("""
                's', '', '', false, 127, -32768, 2147483647, -9223372036854775808, -1, 1E+3, 3.4028235e38,
                1.7976931348623157e308, 11111111-0000-4000-8000-00000000000b, 50554d6e-29bb-11e5-b345-feff819cdc9f,
                253402300799999, '9999-12-31', '00:00:00', 0ns, '255.255.255.255', 0x, ['only'], {0.00}, {'': 0}, {'': []},
                {-1: ['']}, [7], {tags: {}}, {"At": null}, [{name: ''}], (null, '', null), [0, 0, 0], [0, 0], ['', '']
                """, 253402300799999L);
        execute("INSERT INTO KS.one (p, c, f, d) VALUES (11111111-0000-4000-8000-000000000001, 7, NaN, -Infinity)");
        execute("INSERT INTO KS.one (p, c) VALUES (11111111-0000-4000-8000-000000000002, 0)");
        execute("INSERT INTO KS.one (p, s) VALUES (11111111-0000-4000-8000-000000000003, 'alone')");

        SyncPair there = pair("one", Direction.TO_INDEX);
        there.once();
        SyncPair andBack = pair("two", Direction.TO_TABLE);
        andBack.once();

        assertThat(deadLetters).isEmpty();
        assertThat(there.verify(10, Progress.none()).differences()).isEmpty();
        assertThat(andBack.verify(10, Progress.none()).differences()).isEmpty();
        Map<String, RowState> rows = rows("one");
        assertThat(rows).hasSize(5);
        assertThat(rows("two").keySet()).isEqualTo(rows.keySet());
        rows.forEach((key, row) -> assertThat(contentOf("two", key)).isEqualTo(contentOf("one", key)));
    }

    @Test
    void whatAColumnCannotHoldIsADeadLetter() {
        String id = "[\"11111111-0000-4000-8000-000000000001\",\"1970-01-01T00:00:00.000Z\"]";
        execute("INSERT INTO KS.two (p, c) VALUES (11111111-0000-4000-8000-000000000002, 0)");
        pair("two", Direction.TO_INDEX).once();
        put(id, "{\"i4\":[1,2]}");

        pair("two", Direction.BOTH).once();

        assertThat(deadLetters).containsOnly(id + " INDEX the field i4: 2 values for one int");
        assertThat(rows("two")).hasSize(1);
    }

    private void put(String id, String source) {
        cluster.perform(
                Request.of("PUT", "/" + Request.segment(index) + "/_doc/" + Request.segment(id), Repeat.IDEMPOTENT)
                        .withJson(source));
    }

    @Test
    void vectorsThatElasticsearchLeavesOutAreNoticed() {
        String vector = "{\"type\":\"dense_vector\",\"dims\":3,\"index\":true,\"similarity\":\"l2_norm\"}";
        new Indices(cluster).createIfAbsent(index, "{\"mappings\":{\"properties\":{\"ve\":" + vector + "}}}");
        execute("INSERT INTO KS.one (p, c, ve) VALUES (11111111-0000-4000-8000-000000000001, 0, [1.5, -0.0, 3])");

        assertThatThrownBy(() -> ClusterIndex.open(cluster, shape("one"), IndexSettings.of(index)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("index: the index '" + index
                        + "' does not keep the vectors [ve] as they are written, so that they"
                        + " would look edited; make it anew with index.mapping.exclude_source_vectors: false");

        settings = IndexSettings.of(index + "-made").withOverrides(Map.of("ve", vector));
        SyncPair pair = pair("one", Direction.BOTH);
        pair.once();
        assertThat(pair.verify(10, Progress.none()).isEqual()).isTrue();
    }

    private void insert(String values, long clustering) {
        execute("""
                INSERT INTO KS.one (p, c, s, a, t, b, i1, i2, i4, i8, vi, de, f, d, u, tu, ts, da, ti, du, ip, bl, l, se, m,
                mt, mi, fl, pl, fp, lp, tup, ve, vs, vt) VALUES (11111111-0000-4000-8000-000000000001,
                """ + clustering + ", " + values + ")");
    }

    private void execute(String cql) {
        node.execute(cql.replace("KS", keyspace));
    }

    private Map<String, RowState> rows(String name) {
        Map<String, RowState> rows = new TreeMap<>();
        table(name)
                .scanRows(
                        null,
                        (page, position) ->
                                page.forEach(found -> rows.put(found.key().values(), found.row())));
        return rows;
    }

    private Content contentOf(String name, String key) {
        return rows(name).get(key) instanceof RowState.Present present ? present.content() : Content.EMPTY;
    }

    private CassandraTable table(String name) {
        return CassandraTable.open(connection, shape(name));
    }

    private TableShape shape(String name) {
        return new SchemaReader(connection).read(keyspace, name, List.of());
    }

    private SyncPair pair(String name, Direction direction) {
        SyncPorts ports = new SyncPorts(
                table(name),
                null,
                ClusterIndex.open(cluster, shape(name), settings),
                IndexLedger.open(cluster, index + name, Access.READ_WRITE),
                IndexLeases.open(cluster, index + name, Access.READ_WRITE),
                (key, side, reason) -> deadLetters.add(key.values() + " " + side + " " + reason),
                InstantSource.system(),
                Waiter.system());
        PairSettings pace = PairSettings.standard(scratch)
                .withRules(Rules.standard().withDirection(direction))
                .withReconcileEvery(Duration.ZERO);
        return new SyncPair(name, ports, pace);
    }
}
