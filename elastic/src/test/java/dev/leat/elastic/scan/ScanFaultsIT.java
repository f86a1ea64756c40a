package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A scan over a bad connection: every document once, or an exception. */
@WithElasticsearch
class ScanFaultsIT {

    private static final int DOCUMENTS = 6_000;

    private static final List<Fault> EVERY_FAULT = List.of(
            new Fault.DropBeforeSend(),
            new Fault.DropAfterSend(),
            new Fault.DropAfterAnswer(),
            new Fault.Delay(Duration.ofMillis(30)),
            new Fault.Status(429),
            new Fault.Status(429, 0),
            new Fault.Status(503),
            new Fault.Status(502),
            new Fault.HalfResponse(),
            new Fault.ResetWhenIdle(Duration.ofMillis(1)));

    private final ScanFixture fixture;
    private final FaultProxy proxy;
    private final Cluster cluster;
    private final String index;

    ScanFaultsIT(TestElasticsearch elasticsearch) {
        this.fixture = new ScanFixture(elasticsearch);
        this.proxy = FaultProxy.before(elasticsearch.url());
        this.cluster = Cluster.connect(ClusterSettings.of(proxy.url().toString())
                .withRetryPolicy(RetryPolicy.within(Duration.ofSeconds(30))
                        .withBackoff(new Backoff(Duration.ofMillis(5), Duration.ofMillis(50)))));
        this.index = fixture.createIndex("faults", 3, ",\"max_result_window\":50", "{}");
        fixture.fill(index, DOCUMENTS);
    }

    @AfterEach
    void close() {
        cluster.close();
        proxy.close();
        fixture.close();
    }

    @Test
    void readsEveryDocumentOnceThroughFaultsOfEveryKind(TestInfo test) {
        long seed = Seeds.of(test).value();
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index).withSlicing(new Slicing.Count(7)))) {
            proxy.inject(FaultPolicy.random(seed, 0.3, EVERY_FAULT));

            scan.readAllPages(3, page -> page.forEach(hit -> ids.add(hit.id())));
        }

        assertThat(proxy.counts().values().stream().mapToLong(Long::longValue).sum())
                .isGreaterThan(30);
        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, DOCUMENTS));
        assertNothingStaysOpen();
    }

    @Test
    void opensThroughFaultsToo(TestInfo test) {
        long seed = Seeds.of(test).value();
        proxy.inject(FaultPolicy.random(seed, 0.3, EVERY_FAULT));

        List<String> ids = ScanFixture.ids(cluster, ScanRequest.of(index).withSlicing(new Slicing.Count(4)));

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, DOCUMENTS));
    }

    @Test
    void goesOnWhenTheClusterComesBack() {
        AtomicInteger pages = new AtomicInteger();
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index).withSlicing(new Slicing.Count(3)))) {
            scan.readAllPages(2, page -> {
                page.forEach(hit -> ids.add(hit.id()));
                if (pages.incrementAndGet() == 20) {
                    proxy.refuseConnections();
                    Thread.ofVirtual().start(() -> {
                        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                        proxy.acceptConnections();
                    });
                }
            });
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, DOCUMENTS));
        assertNothingStaysOpen();
    }

    /** As after the start of a node, when its shards are still on their way. */
    @Test
    void waitsForAShardThatHasNoCopyYet() {
        String late = index + "-late";
        Request create = Request.of("PUT", "/" + late, Repeat.IDEMPOTENT)
                .withParameter("wait_for_active_shards", "0")
                .withJson("{\"settings\":{\"number_of_replicas\":0,"
                        + "\"index.routing.allocation.include._name\":\"nowhere\"}}");
        cluster.perform(create);
        Cluster impatient = cluster.withRetryPolicy(RetryPolicy.within(Duration.ofMillis(300)));
        assertThatThrownBy(() -> IndexScan.open(impatient, ScanRequest.of(late)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageMatching(
                        "the scan of '" + late + "': a shard has no copy that can be read; gave up after .* s; "
                                + "check that the cluster is up and reachable, then run the scan again");

        Thread.ofVirtual().start(() -> {
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            cluster.perform(Request.of("PUT", "/" + late + "/_settings", Repeat.IDEMPOTENT)
                    .withJson("{\"index.routing.allocation.include._name\":null}"));
        });
        assertThat(ScanFixture.ids(cluster, ScanRequest.of(late))).isEmpty();
        cluster.perform(Request.of("DELETE", "/" + late, Repeat.IDEMPOTENT));
    }

    @Test
    void failsLoudlyWhenTheClusterStaysAway() {
        Cluster impatient = cluster.withRetryPolicy(RetryPolicy.within(Duration.ofMillis(300)));
        try (IndexScan scan = IndexScan.open(impatient, ScanRequest.of(index))) {
            assertThatThrownBy(() -> scan.readAllPages(2, page -> proxy.inject(request -> new Fault.Status(503))))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageMatching(
                            "reading shard \\d of index '" + index + "': .* gave up after .* s; check that the"
                                    + " cluster is up and reachable, then run the scan again");
            proxy.heal();
        }
        assertNothingStaysOpen();
    }

    @Test
    void endsInTimeWhenTheSnapshotCannotBeGivenBack() {
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index).withKeepAlive(Duration.ofSeconds(1)))) {
            scan.readAllPages(2, page -> {});
            proxy.inject(request -> new Fault.DropBeforeSend());
        }

        assertThat(proxy.injected(Fault.Kind.DROP_BEFORE_SEND)).isGreaterThan(3);
    }

    private void assertNothingStaysOpen() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(fixture.openContexts(index)).isZero());
    }
}
