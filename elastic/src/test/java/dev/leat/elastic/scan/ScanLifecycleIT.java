package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a scan ends, nothing stays open in Elasticsearch and nothing is lost silently. */
@WithElasticsearch
class ScanLifecycleIT {

    private static final int DOCUMENTS = 4_000;

    private final TestElasticsearch elasticsearch;
    private final ScanFixture fixture;
    private final String index;

    ScanLifecycleIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.fixture = new ScanFixture(elasticsearch);
        this.index = fixture.createIndex("lifecycle", 3, ",\"max_result_window\":100", "{}");
        fixture.fill(index, DOCUMENTS);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void holdsOneSnapshotPerShardUntilItIsClosed() {
        IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index));
        assertThat(fixture.openContexts(index)).isEqualTo(3);

        scan.close();
        scan.close();

        assertThat(fixture.openContexts(index)).isZero();
        assertThatThrownBy(() -> scan.readAllPages(1, page -> {}))
                .isInstanceOf(CancelledException.class)
                .hasMessage("the reader was closed");
    }

    @Test
    void closesEverythingWhenTheHandlerFails() {
        assertThatThrownBy(() -> {
                    try (IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index))) {
                        scan.readAllPages(3, page -> {
                            throw new IOException("disk full");
                        });
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk full");

        assertNothingStaysOpen();
    }

    @Test
    void theFirstFailureEndsTheOtherSlices() {
        CountDownLatch blocked = new CountDownLatch(1);
        try (IndexScan scan =
                IndexScan.open(fixture.cluster(), ScanRequest.of(index).withSlicing(new Slicing.Count(3)))) {
            assertThatThrownBy(() -> scan.readAllPages(3, page -> {
                        if (page.hit(0).id().hashCode() % 2 == 0) {
                            throw new IllegalStateException("enough");
                        }
                        blocked.await();
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("enough");
        }

        assertNothingStaysOpen();
    }

    @Test
    void anInterruptEndsTheScanAndKeepsTheFlag() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try (IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index))) {
                scan.readAllPages(2, page -> {
                    reading.countDown();
                    new CountDownLatch(1).await();
                });
            } catch (CancelledException e) {
                outcome.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag is gone", e));
            }
        });
        reading.await();

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(outcome.get()).isInstanceOf(CancelledException.class).hasMessage("leat-scan was interrupted");
        assertNothingStaysOpen();
    }

    @Test
    void closingFromAnotherThreadEndsTheReading() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index));
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                scan.readAllPages(2, page -> {
                    reading.countDown();
                    goOn.await();
                });
            } catch (CancelledException e) {
                outcome.set(e);
            }
        });
        reading.await();

        scan.close();
        goOn.countDown();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(outcome.get()).isInstanceOf(CancelledException.class);
        assertNothingStaysOpen();
    }

    @Test
    void aStreamThatIsClosedEarlyClosesTheScan() {
        try (var documents = IndexScan.open(fixture.cluster(), ScanRequest.of(index)).stream()) {
            assertThat(documents.limit(5).toList()).hasSize(5);
        }

        assertNothingStaysOpen();
    }

    @Test
    void aStreamBringsEveryDocument() {
        try (var documents = IndexScan.open(fixture.cluster(), ScanRequest.of(index)).stream()) {
            assertThat(documents.map(ScannedDocument::id))
                    .containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, DOCUMENTS));
        }

        assertNothingStaysOpen();
    }

    @Test
    void aStreamThrowsWhatEndedTheReading() {
        IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index));
        deletePointsInTime(scan);

        try (var documents = scan.stream()) {
            assertThatThrownBy(documents::toList)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("is gone");
        }
    }

    @Test
    void aSnapshotThatGoesAwayMidwayIsAnError() {
        try (IndexScan scan = IndexScan.open(fixture.cluster(), ScanRequest.of(index))) {
            assertThatThrownBy(() -> scan.readAllPages(2, page -> deletePointsInTime(scan)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageMatching(
                            "the snapshot of shard \\d of index '" + index + "' is gone \\(No search context"
                                    + " found for id .*\\): its node left or restarted, or nothing was read for longer than its"
                                    + " keep-alive; the scan is incomplete, so run it again");
        }
        assertNothingStaysOpen();
    }

    @Test
    void aShardThatFailsWhenCountedIsNamed() {
        String script = "{\"script\":{\"script\":\"if (doc['n'].value == 777) throw new RuntimeException('broken');"
                + " return true\"}}";

        assertThatThrownBy(() ->
                        IndexScan.open(fixture.cluster(), ScanRequest.of(index).withQuery(script)))
                .isInstanceOf(RejectedException.class)
                .hasMessageMatching(
                        "counting shard \\d of index '" + index + "' failed: script_exception: runtime error.*");
        assertNothingStaysOpen();
    }

    @Test
    void aShardThatFailsWhileItIsReadIsNamed() {
        ScanRequest request = ScanRequest.of(index).withDocValueFields(List.of("t"));
        try (IndexScan scan = IndexScan.open(fixture.cluster(), request)) {
            assertThatThrownBy(() -> scan.readAllPages(2, page -> {}))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageMatching("reading shard \\d of index '" + index
                            + "' failed: illegal_argument_exception: .*; the scan is incomplete, so mend the cause and"
                            + " run it again");
        }
        assertNothingStaysOpen();
    }

    @Test
    void aSliceIsReadByAnotherProcess() throws IOException, ClassNotFoundException {
        List<String> ids = new ArrayList<>();
        ScanRequest request = ScanRequest.of(index)
                .withQuery("{\"match\":{\"t\":\"document\"}}")
                .withSlicing(new Slicing.Count(5));
        try (IndexScan scan = IndexScan.open(fixture.cluster(), request);
                Cluster other = Cluster.connect(elasticsearch.url().toString(), Credentials.none())) {
            for (Slice slice : scan.slices()) {
                Slice travelled = slice.number() % 2 == 0 ? Slice.fromJson(slice.toJson()) : serialised(slice);
                try (SliceReader reader = SliceReader.open(other, travelled)) {
                    reader.readPages(page -> page.forEach(hit -> ids.add(hit.id())));
                }
            }
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, DOCUMENTS));
    }

    @Test
    void keepsASnapshotAliveWhileTheConsumerIsSlow() {
        ScanRequest request =
                ScanRequest.of(index).withKeepAlive(Duration.ofSeconds(2)).withSlicing(new Slicing.Count(1));
        try (IndexScan scan = IndexScan.open(fixture.cluster(), request);
                SliceReader reader = scan.reader(scan.slices().getFirst())) {
            assertThat(reader.nextPage()).isNotNull();
            long queries = queries();

            await().atMost(Duration.ofSeconds(20)).until(() -> queries() >= queries + 9);

            assertThat(fixture.openContexts(index)).isEqualTo(3);
        }
    }

    /** How many searches the shards of the index have answered. */
    private long queries() {
        return fixture.cluster()
                .perform(Request.read("GET", "/" + index + "/_stats/search"))
                .json()
                .path("_all")
                .path("total")
                .path("search")
                .path("query_total")
                .asLong();
    }

    private static Slice serialised(Slice slice) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(slice);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Slice) in.readObject();
        }
    }

    private void deletePointsInTime(IndexScan scan) {
        scan.slices().stream()
                .flatMap(slice -> slice.parts().stream())
                .map(SlicePart::pointInTime)
                .distinct()
                .forEach(id -> fixture.cluster()
                        .perform(Request.read("DELETE", "/_pit")
                                .withJson("{\"id\":\"" + id + "\"}")
                                .expecting(404)));
    }

    /** A search that was broken off lets go of its snapshot only when the node notices. */
    private void assertNothingStaysOpen() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(fixture.openContexts(index)).isZero());
    }
}
