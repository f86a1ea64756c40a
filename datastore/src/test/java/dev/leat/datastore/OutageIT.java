package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.OutageLoad.Tally;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.testing.TestDirectories;
import dev.leat.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that is stopped, or killed, and started again on its data, under an application that does not look. */
class OutageIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    /** How much more of everything has to be done before the next thing happens. */
    private static final int PROGRESS = FULL ? 20 : 5;

    private static final String NAME = "tallies";

    private Path directory;
    private LocalOptions options;
    private LocalElasticsearch node;
    private Cluster cluster;

    @BeforeEach
    void start() {
        directory = TestDirectories.create();
        options = LocalOptions.forTests(directory).withVersion(TestElasticsearch.version());
        node = LocalElasticsearch.start(options);
        options = options.withHttpPort(node.url().getPort());
        // A writer that finds the node back a second before another one could meanwhile write over all of the marks by
        // which that one's last write is recognised: a document has 64 of them.
        cluster = Cluster.connect(ClusterSettings.of(node.url().toString())
                .withRetryPolicy(RetryPolicy.untilAvailable()
                        .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)))));
    }

    @AfterEach
    void stop() {
        cluster.close();
        node.close();
        LocalElasticsearch.destroy(directory);
    }

    private enum Signal {
        TERM,
        KILL
    }

    private void end(Signal signal) {
        ProcessHandle process = ProcessHandle.of(node.pid()).orElseThrow();
        assertThat(signal == Signal.TERM ? process.destroy() : process.destroyForcibly())
                .isTrue();
        process.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        node.close();
    }

    private void startAgain() {
        node = LocalElasticsearch.start(options);
    }

    @Test
    void isNoticedByNobodyWhoWaitsUntilTheClusterIsAvailable() throws Exception {
        Collection<Tally> tallies = Datastore.of(cluster).register(NAME, Tally.class);
        try (OutageLoad load = new OutageLoad(tallies)) {
            load.start();
            for (Signal signal : FULL ? Signal.values() : new Signal[] {Signal.KILL}) {
                Future<Stored<Tally>> awaited = load.require("awaited" + signal);
                load.awaitProgress(PROGRESS);

                end(signal);
                if (signal == Signal.KILL) {
                    expectTypedExceptions();
                }
                startAgain();

                load.awaitProgress(PROGRESS);
                assertThat(awaited).isNotDone();
                tallies.save(Tally.of("awaited" + signal, 1));
                assertThat(awaited.get(1, TimeUnit.MINUTES).value()).isEqualTo(Tally.of("awaited" + signal, 1));
            }
            if (FULL) {
                migrateOverARestart(tallies);
                load.awaitProgress(PROGRESS);
            }

            load.expectAll();
            System.err.println(load);
        }
    }

    /** What the impatient get: after their time, an exception that says what to look at. */
    private void expectTypedExceptions() {
        Datastore datastore = Datastore.of(cluster.withRetryPolicy(RetryPolicy.within(Duration.ofMillis(200))));
        Collection<Tally> tallies = datastore.register(NAME, Tally.class, Layout.standard(), SchemaMode.NONE);
        Tally tally = Tally.of("impatient", 1);
        for (ThrowingCallable call : Arrays.<ThrowingCallable>asList(
                () -> tallies.save(tally),
                () -> tallies.create(tally),
                () -> tallies.modify("fixed", one -> tally),
                () -> tallies.delete("fixed"),
                () -> tallies.update("fixed").increment("count", 1).run(),
                () -> tallies.getIfExists("fixed"),
                () -> tallies.require("never"),
                () -> tallies.require("never", Duration.ofHours(1)),
                () -> tallies.search("*:*").run(),
                () -> stream(tallies),
                () -> datastore.register(NAME, Tally.class))) {
            long start = System.nanoTime();
            assertThatThrownBy(call)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(node.url() + " was not reached: ")
                    .hasMessageMatching(".*; gave up after 0\\.\\d+ s; check that the cluster is up and reachable.*");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
        assertThatThrownBy(() -> tallies.bulkPlan().save(tally).run().orThrow())
                .isInstanceOf(IncompleteBulkPlanException.class)
                .hasMessageContaining(" was not reached: ")
                .hasMessageContaining("check that the cluster is up, reachable and has room")
                .cause()
                .isInstanceOf(UnavailableException.class);
    }

    private static void stream(Collection<Tally> tallies) {
        try (Stream<Tally> all = tallies.streamSearch("*:*")) {
            assertThat(all.count()).isNegative();
        }
    }

    /** The node is killed when the migration begins to compare what it copied. */
    private void migrateOverARestart(Collection<Tally> tallies) throws Exception {
        AtomicReference<@Nullable Future<?>> restart = new AtomicReference<>();
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            tallies.reindex(Loss.REFUSED, new Progress() {
                @Override
                public void total(long units) {}

                @Override
                public void advance(long units) {}

                @Override
                public void note(String text) {
                    if (text.startsWith("comparing") && restart.get() == null) {
                        end(Signal.KILL);
                        restart.set(thread.submit(OutageIT.this::startAgain));
                    }
                }
            });
            assertThat(restart.get()).isNotNull();
        }
    }
}
