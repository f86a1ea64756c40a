package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every document exactly once, whatever the number of documents, shards and slices, while others write. */
@WithElasticsearch
class IndexScanIT {

    private static final List<Slicing> SLICINGS = List.of(
            new Slicing.Automatic(3),
            new Slicing.Count(1),
            new Slicing.Count(2),
            new Slicing.Count(7),
            new Slicing.Count(40));

    private final ScanFixture fixture;

    IndexScanIT(TestElasticsearch elasticsearch) {
        this.fixture = new ScanFixture(elasticsearch);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void readsEveryDocumentOnceAsItWasWhenTheScanBegan(int shards) throws InterruptedException {
        boolean full = Boolean.getBoolean("leat.test.full");
        // The edges of pages of 10,000 documents show with one shard; with several, how shards and slices share them.
        List<Integer> sizes = new ArrayList<>(
                full || shards == 1 ? List.of(0, 1, 9_999, 10_000, 10_001, 20_001) : List.of(0, 1, 12_000));
        if (full) {
            sizes.add(200_000);
        }
        try (ChangingIndex index = new ChangingIndex(fixture, fixture.createIndex("scan", shards), shards)) {
            for (int documents : sizes) {
                for (Slicing slicing : SLICINGS) {
                    readsEveryDocumentOnce(index, documents, slicing);
                }
            }
            assertThat(fixture.openContexts(index.name())).isZero();
        }
    }

    private void readsEveryDocumentOnce(ChangingIndex index, int documents, Slicing slicing) {
        Map<String, Long> expected = index.bringTo(documents);
        Map<String, Long> found = new ConcurrentHashMap<>();
        Queue<String> repeated = new ConcurrentLinkedQueue<>();
        AtomicBoolean first = new AtomicBoolean(true);

        try (IndexScan scan =
                IndexScan.open(fixture.cluster(), ScanRequest.of(index.name()).withSlicing(slicing))) {
            index.beginWriting();
            assertThat(scan.total()).isEqualTo(documents);
            scan.readAllPages(3, page -> {
                for (Hit hit : page) {
                    long version = Json.MAPPER.readTree(hit.source()).path("v").asLong();
                    if (found.put(hit.id(), version) != null) {
                        repeated.add(hit.id());
                    }
                }
                if (first.getAndSet(false)) {
                    index.awaitChange();
                }
            });
            if (slicing instanceof Slicing.Count count) {
                assertThat(scan.slices()).hasSize(count.slices());
            }
        } finally {
            index.endWriting();
        }

        assertThat(repeated).as("%d documents, %s", documents, slicing).isEmpty();
        assertThat(found.equals(expected))
                .as("%d of %d documents found, %s", found.size(), documents, slicing)
                .isTrue();
    }

    @Test
    void neverRepeatsOrLosesWhatIsNotTouchedWhenTheScanIsOpenedAmidWrites() throws InterruptedException {
        String name = fixture.createIndex("amid", 3);
        fixture.fill(name, 12_000);
        try (ChangingIndex index = new ChangingIndex(fixture, name, 7)) {
            index.bringTo(1_000);
            index.beginWriting();
            for (int round = 0; round < 3; round++) {
                index.awaitChange();

                List<String> ids = fixture.ids(ScanRequest.of(name).withSlicing(new Slicing.Count(7)));

                assertThat(ids).doesNotHaveDuplicates();
                assertThat(ids.stream().filter(id -> !id.startsWith("doc-")))
                        .containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, 12_000));
            }
            index.endWriting();
        }
    }

    @Test
    void readsEachSliceByItself() {
        String index = fixture.createIndex("alone", 2);
        fixture.fill(index, 5_000);
        List<String> ids = new ArrayList<>();

        try (IndexScan scan =
                IndexScan.open(fixture.cluster(), ScanRequest.of(index).withSlicing(new Slicing.Count(5)))) {
            for (Slice slice : scan.slices()) {
                scan.readPages(slice, page -> page.forEach(hit -> ids.add(hit.id())));
            }
            scan.readPages(scan.slices().getFirst(), page -> {});
        }

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, 5_000));
    }

    @Test
    void givesExactlyTheLimitAndNoRepetitions() {
        String index = fixture.createIndex("limit", 3);
        fixture.fill(index, 3_000);

        for (long limit : new long[] {0, 1, 10, 999, 1_500, 2_999, 3_000, 3_001}) {
            for (Slicing slicing : SLICINGS) {
                ScanRequest request = ScanRequest.of(index).withLimit(limit).withSlicing(slicing);
                assertThat(fixture.ids(request))
                        .as("limit %d, %s", limit, slicing)
                        .hasSize((int) Math.min(limit, 3_000))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void documentsPerSliceBoundsTheSlices() {
        String index = fixture.createIndex("per-slice", 3);
        fixture.fill(index, 10_000);

        try (IndexScan scan = IndexScan.open(
                fixture.cluster(), ScanRequest.of(index).withSlicing(new Slicing.DocumentsPerSlice(1_000)))) {
            assertThat(scan.slices()).hasSizeBetween(10, 13);
            for (Slice slice : scan.slices()) {
                List<String> ids = new ArrayList<>();
                scan.readPages(slice, page -> page.forEach(hit -> ids.add(hit.id())));
                assertThat(ids).hasSizeBetween(1, 1_000);
            }
        }
    }
}
