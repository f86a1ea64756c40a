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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final int ROWS = Boolean.getBoolean("leat.test.full") ? 9_999 : 300;

    /** A cycle is stopped before every call in a full run, and before every fourth in a usual one. */
    private static final int STEP = Boolean.getBoolean("leat.test.full") ? 1 : 4;

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

        int round = 0;
        boolean isStopped;
        try (CassandraConnection cassandra = CassandraConnection.open(config.cassandra())) {
            Stores stores = new Stores(cassandra, cluster, InstantSource.system(), Access.READ_WRITE, "test", folder);
            PairConfig pair = config.pairs().getFirst();
            SyncPorts ports = stores.ports(pair, stores.shape(pair));
            do {
                round++;
                Instant time = Instant.ofEpochMilli(System.currentTimeMillis());
                bogus.rows(List.of("row", "new-row-" + round), "row " + round, time);
                bogus.documents(List.of("document", "new-document-" + round), "document " + round, time, "");
                List<String> both = List.of("new-row-" + (round - 1));
                bogus.rows(both, "older " + round, time);
                bogus.documents(both, "newer " + round, time.plusMillis(500), "");
                expected.putAll(texts(List.of("row", "new-row-" + round), "row " + round));
                expected.putAll(texts(List.of("document", "new-document-" + round), "document " + round));
                expected.putAll(texts(both, "newer " + round));

                int stop = 1 + (round - 1) * STEP;
                isStopped = stopsAt(stop, ports, stores, config);
                new SyncPair("test", ports, settings(stores, config)).once();

                assertThat(bogus.rowTexts()).as("stopped at call %d", stop).isEqualTo(expected);
                assertThat(bogus.documentTexts()).as("stopped at call %d", stop).isEqualTo(expected);
            } while (isStopped);
        }
        assertThat(round * STEP).as("calls of a cycle").isGreaterThan(10);
        assertInStep(config, expected);
    }

    /** Runs a cycle that dies before a call to a store; false when it needed fewer calls. */
    private static boolean stopsAt(int stop, SyncPorts ports, Stores stores, SyncConfig config) {
        AtomicInteger calls = new AtomicInteger();
        SyncPorts dying = new SyncPorts(
                dying(ports.table(), calls, stop),
                ports.watch() == null ? null : dying(ports.watch(), calls, stop),
                dying(ports.index(), calls, stop),
                dying(ports.ledger(), calls, stop),
                dying(ports.leases(), calls, stop),
                ports.deadLetters(),
                ports.clock(),
                ports.waiter());
        SyncPair pair = new SyncPair("test", dying, settings(stores, config));
        try {
            pair.once();
            return false;
        } catch (Died e) {
            return true;
        }
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
    private static <T> T dying(@Nullable T port, AtomicInteger calls, int stop) {
        T there = Objects.requireNonNull(port);
        Class<?>[] interfaces = there.getClass().getInterfaces();
        return (T) Proxy.newProxyInstance(there.getClass().getClassLoader(), interfaces, (self, method, arguments) -> {
            if (calls.incrementAndGet() >= stop) {
                throw new Died();
            }
            try {
                return method.invoke(there, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
