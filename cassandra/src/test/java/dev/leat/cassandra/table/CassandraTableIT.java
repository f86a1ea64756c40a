package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.RowState;
import dev.leat.cassandra.sync.RowWrite;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@WithCassandra
class CassandraTableIT {
    private static CassandraConnection connection;
    private static String keyspace;

    @BeforeAll
    static void connect(TestCassandra cassandra) {
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("local_one"));
        keyspace = cassandra.createKeyspace("tables");
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    private static CassandraTable table(String name, String definition) {
        connection.session().execute("CREATE TABLE " + keyspace + "." + name + " (" + definition + ")");
        return open(name);
    }

    private static CassandraTable open(String name) {
        return CassandraTable.open(connection, shape(name));
    }

    private static TableShape shape(String name) {
        return new SchemaReader(connection).read(keyspace, name, List.of());
    }

    private static RowKey key(String values) {
        return Rows.key(values);
    }

    private static void execute(String cql) {
        connection.session().execute(cql.replace("KS", keyspace));
    }

    private static RowState.Present present(CassandraTable table, String key) {
        return (RowState.Present)
                Objects.requireNonNull(table.read(List.of(key(key))).get(key(key)));
    }

    @Test
    void carriesEveryTypeBothWays() {
        execute("CREATE TYPE KS.place (name text, \"At\" frozen<tuple<double, double>>, tags frozen<set<text>>)");
        CassandraTable table = table("everything", """
                id uuid PRIMARY KEY, a ascii, t text, b boolean, i1 tinyint, i2 smallint, i4 int, i8 bigint, vi varint,
                de decimal, f float, d double, u uuid, tu timeuuid, ts timestamp, da date, ti time, du duration, ip inet,
                bl blob, l list<text>, s set<decimal>, m map<text, int>, mi map<int, frozen<list<text>>>,
                fl frozen<list<int>>, p place, fp frozen<place>, lp list<frozen<place>>, tup tuple<int, text, inet>,
                ve vector<float, 3>, vs vector<smallint, 2>, vt vector<text, 2>, vv vector<vector<float, 2>, 2>
                """.replace("place", keyspace + ".place"));
        execute("""
                INSERT INTO KS.everything (id, a, t, b, i1, i2, i4, i8, vi, de, f, d, u, tu, ts, da, ti, du, ip, bl, l, s,
                m, mi, fl, p, fp, lp, tup, ve, vs, vt, vv) VALUES (11111111-0000-4000-8000-000000000001, 'a', 'ü"\\',
                true, -128, 32767, -2147483648, 9223372036854775807, 123456789012345678901234567890,
                123456789012345678901234567890.1234567890, NaN, -Infinity, 11111111-0000-4000-8000-00000000000a,
                50554d6e-29bb-11e5-b345-feff819cdc9f, -63549359999999, '-0044-03-15',
                '08:12:54.123456789', -1y2mo3w4h5ns, '::ffff:1.2.3.4', 0x00ff, ['b', 'a', 'b'], {1.10, 2},
                {'x.y': 1, '': 2}, {2: ['b'], 1: []}, [], {name: 'here', tags: {'b', 'a'}}, {name: null},
                [{name: 'x', "At": (1.5, -0.0)}], (1, null, '10.0.0.1'), [1.5, -0.0, 3], [1, -2], ['a', ''],
                [[1, 2], [3, 4]]) USING TIMESTAMP 1000000
                """);

        String id = "11111111-0000-4000-8000-000000000001";
        RowState.Present row = present(table, id);
        RowKey copy = key("11111111-0000-4000-8000-000000000002");
        Map<RowKey, Outcome> outcome =
                table.write(List.of(new RowWrite.Put(copy, row.content().values(), Set.of(), 2_000_000)));

        Map<String, String> values = row.content().values();
        assertThat(values)
                .hasSize(table.shape().values().size())
                .containsEntry("de", "\"123456789012345678901234567890.1234567890\"")
                .containsEntry("f", "\"NaN\"")
                .containsEntry("da", "\"-0044-03-15\"")
                .containsEntry("ts", "\"-0044-03-15T00:00:00.001Z\"")
                .containsEntry("ti", "\"08:12:54.123456789\"")
                .containsEntry("du", "\"-14mo21d14400000000005ns\"")
                .containsEntry("l", "[\"b\",\"a\",\"b\"]")
                .containsEntry("s", "[\"1.10\",\"2\"]")
                .containsEntry("m", "{\"\":2,\"x.y\":1}")
                .containsEntry("mi", "[{\"k\":1,\"v\":[]},{\"k\":2,\"v\":[\"b\"]}]")
                .containsEntry("fl", "[]")
                .containsEntry("p", "{\"name\":\"here\",\"tags\":[\"a\",\"b\"]}")
                .containsEntry("fp", "{}")
                .containsEntry("lp", "[{\"At\":{\"f0\":1.5,\"f1\":-0.0},\"name\":\"x\"}]")
                .containsEntry("tup", "{\"f0\":1,\"f2\":\"10.0.0.1\"}")
                .containsEntry("ve", "[1.5,-0.0,3.0]")
                .containsEntry("vs", "[1,-2]")
                .containsEntry("vt", "[\"a\",\"\"]")
                .containsEntry("vv", "[[1.0,2.0],[3.0,4.0]]");
        assertThat(row.writeTime()).isEqualTo(1_000_000);
        assertThat(outcome).containsEntry(copy, new Outcome.Written(null));
        assertThat(present(table, copy.values()).content()).isEqualTo(row.content());
        assertThat(bytes("everything", copy.values())).isEqualTo(bytes("everything", id));
    }

    private static Map<String, Object> bytes(String table, String id) {
        Row row = Objects.requireNonNull(connection
                .session()
                .execute("SELECT * FROM " + keyspace + "." + table + " WHERE id = " + id)
                .one());
        Map<String, Object> bytes = new HashMap<>();
        for (int i = 1; i < row.getColumnDefinitions().size(); i++) {
            bytes.put(row.getColumnDefinitions().get(i).getName().asInternal(), row.getBytesUnsafe(i));
        }
        return bytes;
    }

    @Test
    void writesByTimestampAndLeavesAloneWhatItDoesNotName() {
        CassandraTable table = table("written", "id int PRIMARY KEY, \"A b\" text, c int, l list<int>");
        execute("INSERT INTO KS.written (id, \"A b\", c, l) VALUES (1, 'old', 1, [1, 2]) USING TIMESTAMP 100");
        RowKey key = key("1");

        table.write(List.of(new RowWrite.Put(key, Map.of("A b", "\"late\""), Set.of("c"), 50)));
        RowState.Present untouched = present(table, "1");
        table.write(List.of(new RowWrite.Put(key, Map.of("A b", "\"new\""), Set.of("c"), 200)));
        RowState.Present changed = present(table, "1");
        table.write(List.of(new RowWrite.Replace(key, Content.of(Map.of("c", "3")), 300)));
        RowState.Present replaced = present(table, "1");
        table.write(List.of(new RowWrite.Delete(key, 300)));
        RowState deleted = table.read(List.of(key)).get(key);
        table.write(List.of(new RowWrite.Put(key, Map.of("c", "4"), Set.of(), 300)));
        RowState late = table.read(List.of(key)).get(key);
        table.write(List.of(new RowWrite.Put(key, Map.of(), Set.of(), 301)));

        assertThat(untouched.content().values()).containsEntry("A b", "\"old\"").containsEntry("c", "1");
        assertThat(untouched.writeTime()).isEqualTo(100);
        assertThat(changed.content()).isEqualTo(Content.of(Map.of("A b", "\"new\"", "l", "[1,2]")));
        assertThat(changed.writeTime()).isEqualTo(200);
        assertThat(replaced.content()).isEqualTo(Content.of(Map.of("c", "3")));
        assertThat(deleted).isEqualTo(new RowState.Absent());
        assertThat(late).isEqualTo(new RowState.Absent());
        assertThat(present(table, "1")).isEqualTo(new RowState.Present(Content.EMPTY, null));
    }

    @Test
    void keepsStaticColumnsWithTheirRowsOrAlone() {
        CassandraTable table = table("stat", "p text, n int, s text static, v int, PRIMARY KEY (p, n)");
        execute("INSERT INTO KS.stat (p, n, s, v) VALUES ('a', 1, 'S', 5)");
        execute("INSERT INTO KS.stat (p, s) VALUES ('b', 'alone')");

        Map<RowKey, RowState> rows =
                table.read(List.of(key("[\"a\",1]"), key("[\"a\"]"), key("[\"b\"]"), key("[\"b\",1]")));
        table.write(List.of(
                new RowWrite.Put(key("[\"c\"]"), Map.of("s", "\"new\""), Set.of(), 10),
                new RowWrite.Delete(key("[\"b\"]"), Long.MAX_VALUE / 2)));
        List<String> seen = new ArrayList<>();
        table.scan(
                null,
                (page, position) ->
                        page.forEach(sighting -> seen.add(sighting.key().values())));

        assertThat(((RowState.Present) Objects.requireNonNull(rows.get(key("[\"a\",1]")))).content())
                .isEqualTo(Content.of(Map.of("s", "\"S\"", "v", "5")));
        assertThat(rows.get(key("[\"a\"]"))).isEqualTo(new RowState.Absent());
        assertThat(((RowState.Present) Objects.requireNonNull(rows.get(key("[\"b\"]")))).content())
                .isEqualTo(Content.of(Map.of("s", "\"alone\"")));
        assertThat(rows.get(key("[\"b\",1]"))).isEqualTo(new RowState.Absent());
        assertThat(seen).containsExactlyInAnyOrder("[\"a\",1]", "[\"c\"]");
        assertThat(table.write(List.of(new RowWrite.Put(key("[\"c\"]"), Map.of("v", "1"), Set.of(), 10)))
                        .values())
                .containsExactly(new Outcome.Rejected("the column v is not static, and the key has no row"));
    }

    @Test
    void scansAllRowsAndResumes() {
        int count = Boolean.getBoolean("leat.test.full") ? 1_000_000 : 12_000;
        CassandraTable table = table("scanned", "p int, c int, v int, PRIMARY KEY (p, c)");
        List<RowWrite> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // One partition is larger than a page.
            writes.add(new RowWrite.Put(
                    key("[" + (i % 2 == 0 ? 0 : i) + "," + i + "]"), Map.of("v", "" + i), Set.of(), 1));
            if (writes.size() == 1_000) {
                table.write(writes);
                writes.clear();
            }
        }
        Map<RowKey, Object> seen = new HashMap<>();
        List<String> positions = new ArrayList<>();

        for (int life = 0; life < 3; life++) {
            assertThatThrownBy(() -> table.scan(positions.isEmpty() ? null : positions.getLast(), (page, position) -> {
                        page.forEach(sighting -> seen.put(sighting.key(), sighting.image()));
                        positions.add(position);
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
        }
        assertThat(seen).hasSizeLessThan(count);
        table.scan(
                positions.getLast(),
                (page, position) -> page.forEach(sighting -> seen.put(sighting.key(), sighting.image())));

        assertThat(seen).hasSize(count);
        assertThat(seen.get(key("[7,7]")))
                .isEqualTo(Content.of(Map.of("v", "7")).fingerprint());
    }

    @Test
    void seesRowsUntilTheyExpire() {
        CassandraTable table = table("expiring", "id int PRIMARY KEY, v int");
        execute("INSERT INTO KS.expiring (id, v) VALUES (1, 1) USING TTL 1");
        execute("INSERT INTO KS.expiring (id, v) VALUES (2, 2) USING TTL 100000");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> table.read(List.of(key("1"))).get(key("1")) instanceof RowState.Absent);

        List<Sighting> seen = new ArrayList<>();
        table.scan(null, (page, position) -> seen.addAll(page));
        assertThat(seen).extracting(Sighting::key).containsExactly(key("2"));
    }

    @Test
    void addsColumnsThatAreNotThere() {
        execute("CREATE TABLE KS.extended (id int PRIMARY KEY, v int, w int)");
        TableShape before = new SchemaReader(connection).read(keyspace, "extended", List.of("v"));

        TableShape after = new SchemaWriter(connection, Waiter.system())
                .addColumns(before, Map.of("v", "text", "new Col", "frozen<list<text>>"));

        assertThat(after.values())
                .extracting(column -> column.name() + " " + column.type().cql())
                .containsExactlyInAnyOrder("v int", "new Col frozen<list<text>>");
        assertThatThrownBy(() ->
                        new SchemaWriter(connection, Waiter.system()).addColumns(before, Map.of("x", "no_such_type")))
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("Cannot add the column \"x\" to " + keyspace + ".extended: ");
    }

    @Test
    void readsCountersAndRefusesToSetThem() {
        CassandraTable table = table("counted", "id text PRIMARY KEY, n counter");
        execute("UPDATE KS.counted SET n = n + 7 WHERE id = 'a'");

        assertThat(present(table, "a")).isEqualTo(new RowState.Present(Content.of(Map.of("n", "7")), null));
        assertThat(table.write(List.of(new RowWrite.Put(key("a"), Map.of("n", "1"), Set.of(), 1))))
                .containsEntry(
                        key("a"),
                        new Outcome.Rejected("the table " + keyspace + ".counted counts: its values cannot be set"));
    }

    @Test
    void saysWhatCannotBeMapped() {
        CassandraTable table = table("refused", "id int PRIMARY KEY, v int");

        Map<RowKey, RowState> rows = table.read(List.of(key("x"), key("1")));
        Map<RowKey, Outcome> outcomes = table.write(List.of(
                new RowWrite.Put(key("1"), Map.of("v", "\"x\""), Set.of(), 1),
                new RowWrite.Put(key("2"), Map.of("w", "1"), Set.of(), 1),
                new RowWrite.Put(key("3"), Map.of("v", "3"), Set.of(), 1)));

        assertThat(rows.get(key("x"))).isInstanceOf(RowState.Unreadable.class);
        assertThat(rows.get(key("1"))).isEqualTo(new RowState.Absent());
        assertThat(outcomes)
                .containsEntry(key("1"), new Outcome.Rejected("the column v: not a int, or out of its range"))
                .containsEntry(key("2"), new Outcome.Rejected("the table " + keyspace + ".refused has no column w"))
                .containsEntry(key("3"), new Outcome.Written(null));
    }

    @Test
    void namesWhatIsNotThere() {
        SchemaReader schema = new SchemaReader(connection);
        execute("CREATE TABLE KS.narrow (id int PRIMARY KEY, v int, w int)");

        assertThat(schema.read(keyspace, "narrow", List.of("w")).values())
                .extracting(column -> column.name())
                .containsExactly("w");
        assertThatThrownBy(() -> schema.read("nowhere", "t", List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("keyspace: there is no keyspace \"nowhere\"; there are [");
        assertThatThrownBy(() -> schema.read(keyspace, "nothing", List.of()))
                .hasMessageStartingWith("table: the keyspace " + keyspace + " has no table \"nothing\"; it has [");
        assertThatThrownBy(() -> schema.read(keyspace, "narrow", List.of("x")))
                .hasMessage("columns: the table " + keyspace + ".narrow has no column [x]; it has [id, v, w]");
    }

    @Test
    void saysWhenNobodyAnswers() {
        assertThatThrownBy(() -> CassandraConnection.open(ConnectionSettings.of(List.of("127.0.0.1:1"))))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("Cannot connect to Cassandra at [127.0.0.1:1]: ")
                .hasMessageEndingWith("; see whether Cassandra runs and can be reached");
        assertThatThrownBy(() -> CassandraConnection.open(ConnectionSettings.of(List.of("no such host"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "contact_points: \"no such host\" is no host with or without a port, such as db.example:9042");
        assertThatThrownBy(() -> ConnectionSettings.of(List.of()))
                .hasMessage("contact_points: names no host; give at least one");
    }

    @Test
    void readsAddressesAsPeopleWriteThem() {
        assertThat(CassandraConnection.address("localhost").getPort()).isEqualTo(9042);
        assertThat(CassandraConnection.address("127.0.0.1:19042").getPort()).isEqualTo(19_042);
        assertThat(CassandraConnection.address("[::1]:9142").getPort()).isEqualTo(9_142);
        assertThat(CassandraConnection.address("::1").getPort()).isEqualTo(9042);
    }
}
