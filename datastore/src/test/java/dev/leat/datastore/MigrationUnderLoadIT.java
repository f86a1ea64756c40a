package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Gauges.Gauge;
import dev.leat.datastore.Gauges.LaterGauge;
import dev.leat.datastore.document.BlockedCollectionException;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.MigrationProcess;
import dev.leat.datastore.schema.MigrationReport;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Migrations in processes that are killed with SIGKILL, while others write and read. */
@WithElasticsearch
class MigrationUnderLoadIT {

    private static final boolean FULL = Boolean.getBoolean("leat.test.full");
    private static final int DOCUMENTS = FULL ? 200_000 : 1_000;
    private static final int RANDOM_KILLS = FULL ? 10 : 1;
    /** In the usual run those at which the most was done that nothing tells of yet: MigrationIT stops at all of them. */
    private static final List<String> MOMENTS = MigrationProcess.MOMENTS.stream()
            .filter(moment -> FULL || moment.endsWith(".record"))
            .toList();

    private final TestElasticsearch elasticsearch;
    private final String name;
    private final Cluster cluster;
    private final Datastore datastore;
    private @Nullable ChildJvm next;
    /** How many nanoseconds the last migration took. */
    private long last;

    MigrationUnderLoadIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.name = elasticsearch.uniqueIndex("gauges");
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString())
                .withRetryPolicy(RetryPolicy.within(Duration.ofMinutes(10))
                        .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)))));
        this.datastore = Datastore.of(cluster);
    }

    @AfterEach
    void close() {
        if (next != null) {
            next.close();
        }
        Json.MAPPER
                .readTree(elasticsearch
                        .get("/" + name + "-g*?expand_wildcards=all&filter_path=*.settings.index.uuid")
                        .body())
                .propertyNames()
                .forEach(index -> elasticsearch.delete("/" + index));
        cluster.close();
    }

    private <T> Collection<T> gauges(Class<T> type) {
        return datastore.register(name, type, Layout.standard(), SchemaMode.NONE);
    }

    private static Class<?> other(Class<?> type) {
        return type == Gauge.class ? LaterGauge.class : Gauge.class;
    }

    private MigrationReport migrate(Class<?> type) {
        long start = System.nanoTime();
        MigrationReport report = gauges(type).reindex(Loss.REFUSED, Progress.none());
        last = System.nanoTime() - start;
        return report;
    }

    /** A process that will do so when told; started early, because that takes a second. */
    private ChildJvm process(Class<?> type, String action, String moment) throws IOException {
        return ChildJvm.start(
                MigrationProcess.class, elasticsearch.url().toString(), name, type.getSimpleName(), action, moment);
    }

    @Test
    void losesAndRevivesNothingWhereverAProcessIsKilled(TestInfo test) throws Exception {
        SplittableRandom random = Seeds.of(test).random();
        datastore.register(name, Gauge.class);
        try (GaugeLoad load = new GaugeLoad(gauges(LaterGauge.class), DOCUMENTS)) {
            load.start(random.split());
            Class<?> type = killAtEveryMoment(load);
            type = killAtRandomMoments(load, type, random);
            refuseToGoBackOverWrites(load);
            goBackWhereverAProcessIsKilled(load, type);

            load.awaitWrites(50);
            load.expectAll();
            System.err.println(load.writes() + " writes and " + load.reads() + " reads of " + DOCUMENTS
                    + " documents; the last migration took " + last / 1_000_000 + " ms");
        }
    }

    private Class<?> killAtEveryMoment(GaugeLoad load) throws Exception {
        Class<?> type = LaterGauge.class;
        ChildJvm child = process(type, "reindex", MOMENTS.getFirst());
        for (int i = 0; i < MOMENTS.size(); i++) {
            String moment = MOMENTS.get(i);
            load.awaitWrites(50);
            assertThat(child.line()).isEqualTo("ready");
            child.say("go");
            assertThat(child.line()).isEqualTo("at " + moment);
            child.kill();
            next = process(other(type), "reindex", i + 1 == MOMENTS.size() ? "none" : MOMENTS.get(i + 1));
            child = next;

            MigrationReport report = migrate(type);

            assertThat(report.to()).as(moment).isEqualTo(String.format("%s-g%04d", name, i + 2));
            expectCurrent(report.to(), type);
            load.requireWell();
            type = other(type);
        }
        return type;
    }

    private Class<?> killAtRandomMoments(GaugeLoad load, Class<?> first, SplittableRandom random) throws Exception {
        Class<?> type = first;
        for (int i = 0; i < RANDOM_KILLS; i++) {
            load.awaitWrites(50);
            ChildJvm child = next == null ? process(type, "reindex", "none") : next;
            next = child;
            assertThat(child.line()).isEqualTo("ready");
            child.say("go");
            LockSupport.parkNanos(random.nextLong(last));
            child.kill();
            next = process(other(type), "reindex", "none");

            MigrationReport report = migrate(type);

            expectCurrent(report.to(), type);
            load.requireWell();
            type = other(type);
        }
        return other(type);
    }

    private void refuseToGoBackOverWrites(GaugeLoad load) {
        load.awaitWrites(10);
        assertThatThrownBy(() -> gauges(LaterGauge.class).rollback(Loss.REFUSED))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("going back loses these writes");
        load.awaitWrites(10);
    }

    private void goBackWhereverAProcessIsKilled(GaugeLoad load, Class<?> before) throws Exception {
        for (String moment : MigrationProcess.MOMENTS_BACK) {
            try (ChildJvm child = process(before, "rollback", moment)) {
                load.pause();
                try {
                    MigrationReport report = migrate(other(before));
                    expectCurrent(report.to(), other(before));
                    assertThat(child.line()).isEqualTo("ready");
                    child.say("go");
                    assertThat(child.line()).isEqualTo("at " + moment);
                    child.kill();

                    String index = gauges(before).rollback(Loss.REFUSED);

                    assertThat(index).as(moment).isEqualTo(report.from());
                    expectCurrent(index, before);
                } finally {
                    load.resume();
                }
                load.awaitWrites(50);
            }
        }
    }

    private void expectCurrent(String index, Class<?> type) {
        String mappings = elasticsearch
                .get("/" + name + "/_mapping?filter_path=*.mappings.properties.level.type")
                .orFail()
                .body();
        assertThat(mappings)
                .isEqualTo("{\"" + index + "\":{\"mappings\":{\"properties\":{\"level\":{\"type\":\""
                        + (type == Gauge.class ? "integer" : "long") + "\"}}}}}");
    }

    @Test
    void tellsWritersThatTheyWaitedForAMigration() throws Exception {
        datastore.register(name, Gauge.class);
        Collection<LaterGauge> patient = gauges(LaterGauge.class);
        LaterGauge gauge = LaterGauge.of("g1", 1, true);
        patient.save(gauge);
        Collection<LaterGauge> gauges = Datastore.of(
                        cluster.withRetryPolicy(RetryPolicy.within(Duration.ofMillis(300))))
                .register(name, LaterGauge.class, Layout.standard(), SchemaMode.NONE);
        try (ChildJvm child = process(LaterGauge.class, "reindex", "Copied.act")) {
            child.line();
            child.say("go");
            assertThat(child.line()).isEqualTo("at Copied.act");
            child.kill();
        }

        for (ThrowingCallable write : Arrays.<ThrowingCallable>asList(
                () -> gauges.save(gauge.withLevel(2)),
                () -> gauges.create(LaterGauge.of("g2", 2, true)),
                () -> gauges.modify("g1", one -> one.withLevel(3)),
                () -> gauges.replace(gauge.withLevel(2), gauges.require("g1").version()),
                () -> gauges.delete("g1"),
                () -> gauges.delete("g1", gauges.require("g1").version()),
                () -> gauges.update("g1").increment("count", 1).run(),
                () -> gauges.bulkPlan()
                        .save(gauge.withLevel(2))
                        .run()
                        .findFailure()
                        .ifPresent(failure -> {
                            throw failure;
                        }))) {
            assertThatThrownBy(write)
                    .isInstanceOf(BlockedCollectionException.class)
                    .hasMessageStartingWith(
                            "collection " + name + " takes no writes while it is moved to another index")
                    .hasMessageContaining("index [" + name + "-g0001] blocked by: [FORBIDDEN/8/index write (api)]")
                    .hasMessageContaining("; gave up after 0.")
                    .hasMessageContaining("try again when that is done, or let writes wait for it by a longer retry "
                            + "policy, such as RetryPolicy.untilAvailable()")
                    .hasMessageEndingWith("if the process that moved it is gone, reindex() goes on with the migration");
        }
        assertThat(gauges.require("g1").value()).isEqualTo(gauge);
        assertThatThrownBy(() -> gauges.bulkPlan().delete("g1").run().orThrow())
                .isInstanceOf(IncompleteBulkPlanException.class)
                .hasMessageContaining("it was broken off: collection " + name + " takes no writes while");

        patient.reindex();

        gauges.update("g1").increment("count", 1).run();
        assertThat(Stream.of("g1", "g2").map(gauges::getIfExists).flatMap(java.util.Optional::stream))
                .extracting(Stored::value)
                .isEqualTo(List.of(new LaterGauge("g1", 1, 1, true, List.of())));
    }
}
