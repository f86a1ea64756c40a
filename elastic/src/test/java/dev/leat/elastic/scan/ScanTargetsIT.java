package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.RejectedException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a name, alias, pattern or comma list stands for. */
@WithElasticsearch
@Tag("smoke")
class ScanTargetsIT {

    private final TestElasticsearch elasticsearch;
    private final ScanFixture fixture;

    ScanTargetsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.fixture = new ScanFixture(elasticsearch);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void readsSeveralIndicesOfDifferingShardCounts() {
        String name = elasticsearch.uniqueIndex("several");
        List<String> expected = new ArrayList<>();
        for (int shards : new int[] {1, 2, 5}) {
            fixture.put("/" + name + "-" + shards, "{\"settings\":{\"number_of_shards\":" + shards + "}}");
            fixture.fill(name + "-" + shards, 100 * shards);
            ScanFixture.numbers(0, 100 * shards).forEach(id -> expected.add(name + "-" + shards + "/" + id));
        }

        for (String expression :
                List.of(name + "-*", name + "-1," + name + "-2," + name + "-5", name + "-1," + name + "-*")) {
            for (int slices : new int[] {1, 3, 8, 20}) {
                assertThat(indicesAndIds(ScanRequest.of(expression).withSlicing(new Slicing.Count(slices))))
                        .as("%s in %d slices", expression, slices)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void holdsTheFiltersOfAliases() {
        String left = fixture.createIndex("left", 3);
        String right = fixture.createIndex("right", 1);
        fixture.fill(left, 300, number -> "{\"k\":" + number % 3 + "}");
        fixture.fill(right, 100, number -> "{\"k\":" + number % 3 + "}");
        String zero = left + "-zero";
        String one = left + "-one";
        alias(left, zero, 0);
        alias(right, zero, 1);
        alias(left, one, 1);

        assertThat(indicesAndIds(ScanRequest.of(zero))).hasSize(100 + 33);
        assertThat(indicesAndIds(ScanRequest.of(zero + "," + one)))
                .hasSize(200 + 33)
                .doesNotHaveDuplicates();
        assertThat(indicesAndIds(ScanRequest.of(zero + "," + right)))
                .hasSize(100 + 100)
                .doesNotHaveDuplicates();
        assertThat(indicesAndIds(ScanRequest.of(zero).withQuery("{\"term\":{\"k\":1}}")))
                .hasSize(33);
        assertThat(indicesAndIds(ScanRequest.of(zero).withSlicing(new Slicing.Count(9))))
                .hasSize(100 + 33);
        assertThat(fixture.openContexts(left)).isZero();
        assertThat(fixture.openContexts(right)).isZero();
    }

    @Test
    void readsNothingThroughAnAliasWhoseFilterMatchesNothing() {
        String index = fixture.createIndex("nothing", 2);
        fixture.fill(index, 10, number -> "{\"k\":" + number + "}");
        fixture.post(
                "/_aliases",
                "{\"actions\":[{\"add\":{\"index\":\"" + index + "\",\"alias\":\"" + index
                        + "-late\",\"filter\":{\"range\":{\"k\":{\"gt\":1000}}}}}]}");

        assertThat(indicesAndIds(ScanRequest.of(index + "-late"))).isEmpty();
    }

    @Test
    void readsAnAliasWithoutAFilter() {
        String index = fixture.createIndex("plain", 2);
        fixture.fill(index, 50);
        fixture.put("/" + index + "/_alias/" + index + "-alias", "{}");

        assertThat(indicesAndIds(ScanRequest.of(index + "-alias"))).hasSize(50);
    }

    @Test
    void readsOnlyWhatTheQueryFinds() {
        String index = fixture.createIndex("query", 3);
        fixture.fill(index, 2_000);

        List<String> ids = fixture.ids(ScanRequest.of(index)
                .withQuery("{\"range\":{\"n\":{\"gte\":500,\"lt\":1250}}}")
                .withSlicing(new Slicing.Count(7)));

        assertThat(ids).containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(500, 1_250));
    }

    @Test
    void saysThatAnIndexIsMissing() {
        String missing = elasticsearch.uniqueIndex("missing");
        String present = fixture.createIndex("present", 1);

        for (String expression : List.of(missing, present + "," + missing)) {
            assertThatThrownBy(() -> open(expression))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageEndingWith("no such index [" + missing + "]");
        }
        assertThatThrownBy(() -> open(missing + "*"))
                .isInstanceOf(RejectedException.class)
                .hasMessageEndingWith("no such index [" + missing + "*]");
    }

    @Test
    void saysThatAnIndexIsClosedUnlessAPatternLeavesItOut() {
        String index = fixture.createIndex("closed", 1);
        fixture.fill(index, 5);
        fixture.put("/" + index + "-open", "{}");
        fixture.fill(index + "-open", 7);
        elasticsearch.send("POST", "/" + index + "/_close", null, null).orFail();

        assertThatThrownBy(() -> open(index))
                .isInstanceOf(RejectedException.class)
                .hasMessage("index '" + index + "' is closed; open it, then scan it");
        assertThat(indicesAndIds(ScanRequest.of(index + "*"))).hasSize(7);
    }

    @Test
    void findsAHiddenIndexByItsNameButNotByAPattern() {
        String index = fixture.createIndex("hidden", 1, ",\"hidden\":true", "{}");
        fixture.fill(index, 5);

        assertThat(indicesAndIds(ScanRequest.of(index))).hasSize(5);
        assertThatThrownBy(() -> open(index + "*")).isInstanceOf(RejectedException.class);
    }

    @Test
    void refusesAnIndexOfAnotherCluster() {
        assertThatThrownBy(() -> open("other:index"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("Cross-cluster calls are not supported in this context");
    }

    @Test
    void saysThatAQueryIsWrongAndLeavesNothingOpen() {
        String index = fixture.createIndex("wrong", 8);
        fixture.fill(index, 10);

        // Repeated, for what one shard refuses must not cut short the opening of another.
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThatThrownBy(() -> IndexScan.open(
                            fixture.cluster(), ScanRequest.of(index).withQuery("{\"matsch\":{\"a\":1}}")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("unknown query [matsch]");
        }
        assertThat(fixture.openContexts(index)).isZero();
    }

    @Test
    void saysThatAnIndexStoresNoSource() {
        String index = fixture.createIndex("sourceless", 1, "", "{\"_source\":{\"enabled\":false}}");
        fixture.fill(index, 3);

        assertThatThrownBy(() -> open(index))
                .isInstanceOf(RejectedException.class)
                .hasMessage("index '" + index + "' does not store _source; ask for doc values and no source");
        assertThat(fixture.ids(ScanRequest.of(index).withProjection(new Projection.NoSource())))
                .hasSize(3);
    }

    @Test
    void readsMoreThanTheIndexAnswersInOnePage() {
        String index = fixture.createIndex("window", 2, ",\"max_result_window\":37", "{}");
        fixture.fill(index, 1_000);

        assertThat(fixture.ids(ScanRequest.of(index).withSlicing(new Slicing.Count(3))))
                .containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, 1_000));
    }

    @Test
    void countsDocumentsAndNotTheObjectsNestedInThem() {
        String index = fixture.createIndex("nested", 2, "", "{\"properties\":{\"inner\":{\"type\":\"nested\"}}}");
        fixture.fill(index, 400, number -> "{\"n\":" + number + ",\"inner\":[{\"a\":1},{\"a\":2},{\"a\":3}]}");

        try (IndexScan scan =
                IndexScan.open(fixture.cluster(), ScanRequest.of(index).withSlicing(new Slicing.Count(9)))) {
            assertThat(scan.total()).isEqualTo(400);
        }
        assertThat(fixture.ids(ScanRequest.of(index).withSlicing(new Slicing.Count(9))))
                .containsExactlyInAnyOrderElementsOf(ScanFixture.numbers(0, 400));
    }

    private void open(String expression) {
        IndexScan.open(fixture.cluster(), ScanRequest.of(expression)).close();
    }

    private List<String> indicesAndIds(ScanRequest request) {
        try (IndexScan scan = IndexScan.open(fixture.cluster(), request);
                var documents = scan.stream()) {
            List<String> found = documents
                    .map(document -> document.index() + "/" + document.id())
                    .toList();
            assertThat(found).hasSize((int) scan.total());
            return found;
        }
    }

    private void alias(String index, String alias, int kind) {
        fixture.post(
                "/_aliases",
                "{\"actions\":[{\"add\":{\"index\":\"" + index + "\",\"alias\":\"" + alias
                        + "\",\"filter\":{\"term\":{\"k\":" + kind + "}}}}]}");
    }
}
