package dev.leat.cassandra.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.service.PairStatus.State;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pairs, and several instances. */
@WithCassandra
@WithElasticsearch
class SyncServiceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestElasticsearch elasticsearch;
    private final Bogus one;
    private final Bogus two;
    private final Cluster cluster;

    @TempDir
    private Path folder;

    SyncServiceIT(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.one = new Bogus(cassandra, elasticsearch);
        this.two = new Bogus(cassandra, elasticsearch);
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
    }

    @AfterEach
    void close() {
        cluster.close();
        one.close();
        two.close();
    }

    private SyncConfig both() {
        PairConfig second = two.config(false, null).pairs().getFirst();
        SyncConfig first = one.config(false, null);
        return first.withPairs(List.of(first.pairs().getFirst(), second));
    }

    private SyncService service(SyncConfig config, String owner) {
        return new SyncService(config, cluster, owner, folder.resolve(owner));
    }

    @Test
    void stopsNoPairForAnother() throws Exception {
        SyncConfig config = both();
        try (SyncService service = service(config, "a")) {
            service.once();
            elasticsearch.post("/" + one.index() + "/_close", "").orFail();
            one.rows(List.of("1"), "row", Instant.now());
            two.rows(List.of("1"), "row", Instant.now());
        }

        try (SyncService service = service(config, "a")) {
            List<PairStatus> pairs = service.once().pairs();

            assertThat(pairs).extracting(PairStatus::state).containsExactly(State.FAILING, State.LEADER);
            assertThat(pairs.getFirst().lastError()).contains("closed");
            assertThat(two.documentTexts()).containsEntry("1", "row");
        }
        elasticsearch.post("/" + one.index() + "/_open", "").orFail();
        try (SyncService service = service(config, "a")) {
            service.once();
        }
        assertThat(one.documentTexts()).containsEntry("1", "row");
    }

    @Test
    void handsThePairsToWhoStandsBy() throws Exception {
        SyncConfig config = both();
        try (SyncService first = service(config, "a");
                SyncService second = service(config, "b")) {
            Thread leader = Thread.ofVirtual().start(first::run);
            await().atMost(PATIENCE).until(() -> first.status().isReady());
            Thread standby = Thread.ofVirtual().start(second::run);
            await().atMost(PATIENCE).until(() -> second.status().isReady());
            assertThat(second.status().pairs()).extracting(PairStatus::state).containsOnly(State.STANDBY);

            leader.interrupt();
            leader.join();
            one.rows(List.of("1"), "row", Instant.now());

            await().atMost(PATIENCE)
                    .until(() -> second.status().pairs().stream().allMatch(pair -> pair.state() == State.LEADER));
            await().atMost(PATIENCE).until(() -> one.documentTexts().containsKey("1"));
            assertThat(first.status().isAlive()).isFalse();
            standby.interrupt();
            standby.join();
        }
    }

    @Test
    void followsColumnsThatAreAddedAndDropped() throws Exception {
        SyncConfig config = one.config(false, null);
        try (SyncService service = service(config, "a")) {
            Thread thread = Thread.ofVirtual().start(service::run);
            await().atMost(PATIENCE).until(() -> service.status().isReady());

            one.session().execute("ALTER TABLE bogus ADD more text");
            one.session().execute("INSERT INTO bogus (id, more) VALUES ('1', 'here')");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(elasticsearch
                                    .get("/" + one.index() + "/_doc/1")
                                    .body())
                            .contains("\"more\":\"here\""));

            one.session().execute("ALTER TABLE bogus DROP more");
            one.rows(List.of("2"), "after", Instant.now());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(one.documentTexts()).containsEntry("2", "after"));
            one.documents(List.of("3"), "document", Instant.now(), "");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(one.rowTexts()).containsEntry("3", "document"));
            PairStatus status = service.status().pairs().getFirst();
            assertThat(status.deadLetters()).isZero();
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void namesThePairThatDoesNotFit() {
        one.session().execute("DROP TABLE bogus");
        two.session().execute("ALTER TABLE bogus RENAME id TO key");

        try (SyncService service = service(both(), "a")) {
            assertThatThrownBy(service::once)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("pair " + one.index() + ": table: the keyspace ")
                    .hasMessageContaining("pair " + two.index()
                            + ": id_col: the column \"id\" is not part of the primary" + " key of ")
                    .hasMessageContaining("which is [key]; name one of these");
        }
    }
}
