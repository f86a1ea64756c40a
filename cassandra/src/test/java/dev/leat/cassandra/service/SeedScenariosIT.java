package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.sync.Event;
import dev.leat.cassandra.sync.PairSettings;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.cassandra.sync.SyncPorts;
import dev.leat.cassandra.sync.Verification;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyCassElastic's own tests ask for, with its configuration as it is, and what they do not ask: a stop anywhere. */
@WithCassandra
@WithElasticsearch
class SeedScenariosIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int ROWS = FULL ? 9_999 : 100;

    private final Bogus bogus;
    private final Cluster cluster;
    private final Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

    @TempDir
    private Path folder;

    SeedScenariosIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.bogus = new Bogus(cassandra, elasticsearch);
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
    }

    @AfterEach
    void close() {
        cluster.close();
        bogus.close();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj("%05d"::formatted).toList();
    }

    private static Map<String, String> texts(List<String> ids, String text) {
        Map<String, String> texts = new TreeMap<>();
        ids.forEach(id -> texts.put(id, text));
        return texts;
    }

    private PairStatus once(SyncConfig config) {
        try (SyncService service = new SyncService(config, cluster, "test", folder)) {
            PairStatus status = service.once().pairs().getFirst();
            assertThat(status.lastError()).isNull();
            assertThat(status.deadLetters()).isZero();
            return status;
        }
    }

    private Verification verify(SyncConfig config) {
        try (SyncService service = new SyncService(config, cluster, "test", folder)) {
            return service.verify(10, Progress.none()).values().iterator().next();
        }
    }

    private void assertInStep(SyncConfig config, Map<String, String> expected) {
        assertThat(bogus.rowTexts()).isEqualTo(expected);
        assertThat(bogus.documentTexts()).isEqualTo(expected);
        assertThat(verify(config).differences()).isEmpty();
        PairStatus again = once(config);
        assertThat(again.rowsChanged() + again.documentsChanged()).as("an echo").isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bringsNewRowsToTheIndex(boolean filterDate) throws Exception {
        SyncConfig config = bogus.config(filterDate, null);
        bogus.rows(ids(0, ROWS), "row", now);

        once(config);

        assertInStep(config, texts(ids(0, ROWS), "row"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bringsNewDocumentsToTheTable(boolean filterDate) throws Exception {
        SyncConfig config = bogus.config(filterDate, null);
        bogus.rows(ids(0, ROWS / 2), "row", now.minusSeconds(600));
        bogus.documents(ids(0, ROWS), "document", now.minusSeconds(120), "");

        once(config);

        assertInStep(config, texts(ids(0, ROWS), "document"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsTheNewestWinWhenBothSidesAreNewer(boolean filterDate) throws Exception {
        SyncConfig config = bogus.config(filterDate, null);
        int third = ROWS / 3;
        bogus.rows(ids(0, ROWS), "old", now.minusSeconds(600));
        once(config);
        // A watch looks only at rows that are newer than the last cycle.
        Instant later = Instant.ofEpochMilli(System.currentTimeMillis());

        bogus.rows(ids(0, third), "new row", later);
        bogus.documents(ids(third, 2 * third), "new document", later, "");
        bogus.rows(ids(2 * third, ROWS), "newer row", later);
        bogus.documents(ids(2 * third, ROWS), "older document", later.minusSeconds(60), "");
        bogus.documents(ids(0, third / 2), "newest document", later.plusSeconds(1), "");
        PairStatus status = once(config);

        assertThat(status.count(Event.ROW_WON)).isEqualTo(ROWS - 2 * third);
        assertThat(status.count(Event.DOCUMENT_WON)).isEqualTo(third / 2);
        Map<String, String> expected = texts(ids(0, third / 2), "newest document");
        expected.putAll(texts(ids(third / 2, third), "new row"));
        expected.putAll(texts(ids(third, 2 * third), "new document"));
        expected.putAll(texts(ids(2 * third, ROWS), "newer row"));
        assertInStep(config, expected);
    }

    @Test
    void beginsWhereTheSeedLeftOff() throws Exception {
        SyncConfig config = bogus.config(true, now.minusSeconds(300));
        bogus.rows(ids(0, ROWS / 2), "older than the last run", now.minusSeconds(600));
        bogus.rows(ids(ROWS / 2, ROWS), "newer", now);

        once(config);

        assertThat(bogus.documentTexts()).isEqualTo(texts(ids(ROWS / 2, ROWS), "newer"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsAColumnForANewField(boolean filterDate) throws Exception {
        SyncConfig config = bogus.config(filterDate, null);
        bogus.rows(ids(0, 5), "row", now.minusSeconds(60));
        once(config);
        bogus.documents(ids(3, 8), "document", now, ",\"new_col\":\"new\"");

        once(config);

        Map<String, String> expected = texts(ids(0, 3), "row");
        expected.putAll(texts(ids(3, 8), "document"));
        assertInStep(config, expected);
        assertThat(Objects.requireNonNull(bogus.session()
                                .execute("SELECT new_col FROM bogus WHERE id = '00005'")
                                .one())
                        .getString("new_col"))
                .isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingWhereverItIsStopped(boolean filterDate) throws Exception {
        SyncConfig config = bogus.config(filterDate, null);
        bogus.rows(List.of("row", "gone", "new-row-0"), "old", now.minusSeconds(600));
        bogus.documents(List.of("document"), "old", now.minusSeconds(600), "");
        once(config);
        Map<String, String> expected = texts(List.of("gone"), "old");

        try (CassandraConnection cassandra = CassandraConnection.open(config.cassandra())) {
            Stores stores = new Stores(cassandra, cluster, InstantSource.system(), Access.READ_WRITE, "test", folder);
            PairConfig pair = config.pairs().getFirst();
            SyncPorts ports = stores.ports(pair, stores.shape(pair));
            change(1, expected);
            Life whole = live(null, ports, stores, config);
            assertThat(whole.calls).hasSizeGreaterThan(10);

            int round = 1;
            for (Stop stop : stops(whole.calls)) {
                change(++round, expected);

                Life stopped = live(stop, ports, stores, config);
                new SyncPair("test", ports, settings(stores, config)).once();

                assertThat(stopped.isOver || stop.number() > 0).as("%s", stop).isTrue();
                assertThat(bogus.rowTexts()).as("%s", stop).isEqualTo(expected);
                assertThat(bogus.documentTexts()).as("%s", stop).isEqualTo(expected);
            }
        }
        assertInStep(config, expected);
    }

    /** Changes on one side, on the other, and on both. */
    private void change(int round, Map<String, String> expected) throws Exception {
        Instant time = Instant.ofEpochMilli(System.currentTimeMillis());
        String row = "new-row-" + round;
        String document = "new-document-" + round;
        String both = "new-row-" + (round - 1);
        bogus.rows(List.of("row", row), "row " + round, time);
        bogus.documents(List.of("document", document), "document " + round, time, "");
        bogus.rows(List.of(both), "older " + round, time);
        bogus.documents(List.of(both), "newer " + round, time.plusMillis(500), "");
        expected.putAll(texts(List.of("row", row), "row " + round));
        expected.putAll(texts(List.of("document", document), "document " + round));
        expected.putAll(texts(List.of(both), "newer " + round));
    }

    /** A cycle is stopped before that call of a kind, the first of which is number 0. */
    private record Stop(String kind, int number) {}

    /** Every call in a full run, the first and the last of every kind in a usual one. */
    private static Set<Stop> stops(List<String> calls) {
        Set<Stop> stops = new LinkedHashSet<>();
        for (String kind : new LinkedHashSet<>(calls)) {
            int last = Collections.frequency(calls, kind) - 1;
            for (int number = 0; number <= last; number += FULL ? 1 : Math.max(1, last)) {
                stops.add(new Stop(kind, number));
            }
        }
        return stops;
    }

    /** The calls of one cycle to its stores, until it dies. Thread-safe. */
    private static final class Life {
        private final List<String> calls = new ArrayList<>();
        private final @Nullable Stop end;
        private boolean isOver;

        Life(@Nullable Stop end) {
            this.end = end;
        }

        synchronized void call(String kind) {
            isOver |= end != null && end.equals(new Stop(kind, Collections.frequency(calls, kind)));
            if (isOver) {
                throw new Died();
            }
            calls.add(kind);
        }
    }

    /** Runs a cycle that dies before a call to a store. */
    private static Life live(@Nullable Stop end, SyncPorts ports, Stores stores, SyncConfig config) {
        Life life = new Life(end);
        SyncPorts dying = new SyncPorts(
                dying(ports.table(), life),
                ports.watch() == null ? null : dying(ports.watch(), life),
                dying(ports.index(), life),
                dying(ports.ledger(), life),
                dying(ports.leases(), life),
                ports.deadLetters(),
                ports.clock(),
                ports.waiter());
        try {
            new SyncPair("test", dying, settings(stores, config)).once();
        } catch (Died e) {
            assertThat(life.isOver).isTrue();
        }
        return life;
    }

    /** In one lane, so that a cycle has few calls and each is the same one in every run. */
    private static PairSettings settings(Stores stores, SyncConfig config) {
        return stores.settings(config.pairs().getFirst()).withParallelism(1, 500);
    }

    /** The process is gone. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("unchecked")
    private static <T> T dying(@Nullable T port, Life life) {
        T there = Objects.requireNonNull(port);
        Class<?>[] interfaces = there.getClass().getInterfaces();
        return (T) Proxy.newProxyInstance(there.getClass().getClassLoader(), interfaces, (self, method, arguments) -> {
            life.call(interfaces[0].getSimpleName() + "." + method.getName());
            try {
                return method.invoke(there, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
