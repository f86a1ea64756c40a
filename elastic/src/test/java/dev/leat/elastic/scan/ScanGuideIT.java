package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/scan.md shows under "From Java". */
@WithElasticsearch
class ScanGuideIT {

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private final String index;

    record Book(String title, int year) {}

    ScanGuideIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString()));
        this.index = elasticsearch.uniqueIndex("books");
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < 20; i++) {
            elasticsearch
                    .put("/" + index + "/_doc/" + i, "{\"title\":\"t" + i + "\",\"year\":" + (1940 + i) + "}")
                    .orFail();
        }
        elasticsearch.refresh(index);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void streamsDocuments() {
        List<String> ids = Collections.synchronizedList(new ArrayList<>());

        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index).withQuery("{\"term\":{\"year\":1941}}"));
                Stream<ScannedDocument> documents = scan.stream()) {
            documents.forEach(document -> ids.add(document.id()));
        }

        assertThat(ids).containsExactly("1");
    }

    @Test
    void streamsObjects() {
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index));
                Stream<Book> books = scan.stream(Book.class)) {
            assertThat(books.filter(book -> book.year() < 1950).count()).isEqualTo(10);
        }
    }

    @Test
    void namesADocumentThatIsNone() {
        elasticsearch
                .put("/" + index + "/_doc/odd", "{\"title\":[1],\"year\":1}")
                .orFail();
        elasticsearch.refresh(index);

        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index));
                Stream<Book> books = scan.stream(Book.class)) {
            assertThatThrownBy(books::toList)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("document 'odd' of index '" + index + "' is no Book: ");
        }
    }

    @Test
    void handsOutSlicesForAnotherProcess() {
        List<String> ids = new ArrayList<>();

        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index).withSlicing(new Slicing.Count(8)))) {
            List<String> tasks = scan.slices().stream().map(Slice::toJson).toList();
            for (String task : tasks) {
                try (Cluster other = Cluster.connect(
                                ClusterSettings.of(elasticsearch.url().toString()));
                        SliceReader reader = SliceReader.open(other, Slice.fromJson(task))) {
                    reader.readPages(page -> page.forEach(hit -> ids.add(hit.id())));
                }
            }
        }

        assertThat(ids).hasSize(20).doesNotHaveDuplicates();
    }
}
