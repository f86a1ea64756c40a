package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.CopyTo;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Text;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithElasticsearch
class ByQueryIT {

    private SearchFixture<Thing> fixture;
    private Searches<Thing> things;

    @BeforeEach
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Thing.class, 2);
        things = fixture.searches();
        fixture.save(Thing.fixture());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Set<String> keys(Searches<Thing> searches) {
        fixture.refresh();
        try (Stream<String> keys = searches.search(Query.all()).keys()) {
            return new TreeSet<>(keys.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doomed:true",
                "hello",
                "TS",
                "a",
                "U OR remove",
                "hello AND NOT there",
                "lvl:[100 TO 200]",
                "nothing-like-it",
                "id:test1",
                "*:*"
            })
    void deletesWhatTheSearchShows(String lucene) {
        Set<String> all = keys(things);
        List<String> shown = things.search(lucene).rows(100).run().ids();
        assertThat(things.search(lucene).count()).isEqualTo(shown.size());

        ByQueryReport report = things.search(lucene).deleteByQuery();

        assertThat(report.changed()).isEqualTo(shown.size());
        assertThat(report.isComplete()).isTrue();
        Set<String> expected = new TreeSet<>(all);
        shown.forEach(expected::remove);
        assertThat(keys(things)).isEqualTo(expected);
    }

    record Cake(
            @Id String id,
            @CopyTo @Text String title,
            @CopyTo List<String> features,
            @Text String recipe) {}

    @Test
    void deletesByWordsWhereTheModelCopiesThem(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Cake.class, 1)) {
            own.save(
                    new Cake("brownie", "Brownie", List.of("dark chocolate", "nuts"), "bake"),
                    new Cake("mousse", "Chocolate mousse", List.of(), "whip"),
                    new Cake("tart", "Lemon tart", List.of("sour"), "no chocolate in it"));
            Searches<Cake> cakes = own.searches();

            assertThat(cakes.search("chocolate").sort("id").run().ids()).containsExactly("brownie", "mousse");
            assertThat(cakes.search("features:\"dark chocolate\"").run().ids()).containsExactly("brownie");
            assertThat(cakes.search("recipe:chocolate").run().ids()).containsExactly("tart");
            assertThat(cakes.search("chocolate").deleteByQuery().changed()).isEqualTo(2);
            own.refresh();
            assertThat(cakes.search("*:*").run().ids()).containsExactly("tart");
        }
    }

    @Test
    void deletesFourAndLeavesTheRest() {
        assertThat(keys(things)).hasSize(15);

        ByQueryReport report = things.search("doomed:true").deleteByQuery();

        assertThat(report.changed()).isEqualTo(4);
        assertThat(keys(things)).hasSize(11).noneMatch(id -> id.startsWith("delete"));
    }

    @Test
    void filtersAndLimitsWhatIsDeleted() {
        ByQueryReport report =
                things.search("lvl:*").filter("doomed:true").rows(3).deleteByQuery();

        assertThat(report.changed()).isEqualTo(3);
        assertThat(keys(things)).hasSize(12);
        assertThatThrownBy(() -> things.search("lvl:*").sort("lvl").deleteByQuery())
                .hasMessage("a change by query has no offset and no sort; leave them out");
    }

    @Test
    void looksAgainAtDocumentsThatOthersChanged() {
        Map<String, String> meanwhile = new LinkedHashMap<>();
        meanwhile.put("delete1", "{\"lvl\":100,\"doomed\":true,\"tags\":[\"still\"]}");
        meanwhile.put("delete2", "{\"lvl\":300,\"doomed\":false}");

        ByQueryReport report = things.search("doomed:true").changeByQuery(Repeat.IDEMPOTENT, hit -> {
            String source = takeFrom(meanwhile, hit.id());
            if (source != null) {
                put(hit.id(), source);
            }
            return BulkOperation.delete(hit.index(), hit.id());
        });

        assertThat(report.changed()).isEqualTo(3);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.isComplete()).isTrue();
        assertThat(keys(things)).hasSize(12).contains("delete2");
    }

    private static @org.jspecify.annotations.Nullable String takeFrom(Map<String, String> map, String id) {
        synchronized (map) {
            return map.remove(id);
        }
    }

    private void put(String id, String source) {
        fixture.cluster()
                .perform(Request.of("PUT", "/" + fixture.alias() + "/_doc/" + id, Repeat.ONCE)
                        .withJson(source));
    }

    @Test
    void givesUpADocumentThatNeverRests() {
        AtomicInteger changes = new AtomicInteger();

        ByQueryReport report = things.search("id:delete1").changeByQuery(Repeat.IDEMPOTENT, hit -> {
            put(hit.id(), "{\"doomed\":true,\"lvl\":" + changes.incrementAndGet() + "}");
            return BulkOperation.delete(hit.index(), hit.id());
        });

        assertThat(report.conflicts()).containsExactly("delete1");
        assertThat(report.changed()).isZero();
        assertThat(report.isComplete()).isFalse();
        assertThat(keys(things)).contains("delete1");
    }

    @Test
    void changesDocumentsByTheirSources() {
        byte[] body = "{\"doc\":{\"classification\":\"done\"}}".getBytes(StandardCharsets.UTF_8);

        ByQueryReport report = things.search("doomed:true OR hello")
                .changeByQuery(
                        Repeat.IDEMPOTENT,
                        hit -> new String(hit.source(), StandardCharsets.UTF_8).contains("world")
                                ? null
                                : BulkOperation.update(hit.index(), hit.id(), body));

        fixture.refresh();
        assertThat(report.changed()).isEqualTo(6);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(things.search("classification:done").count()).isEqualTo(6);
    }

    @Test
    void reportsWhatElasticsearchRefuses() {
        byte[] body = "{\"doc\":{\"lvl\":\"no number\"}}".getBytes(StandardCharsets.UTF_8);

        ByQueryReport report = things.search("doomed:true")
                .changeByQuery(Repeat.IDEMPOTENT, hit -> BulkOperation.update(hit.index(), hit.id(), body));

        assertThat(report.failed()).isEqualTo(4);
        assertThat(report.failures()).hasSize(4).allMatch(letter -> letter.status() == 400);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void deletesEverythingOnceWhileAnswersAreLost(TestElasticsearch elasticsearch, TestInfo test) {
        List<Thing> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(Thing.of("m" + i, (long) i).withTags(i % 3 == 0 ? "go" : "stay"));
        }
        fixture.save(many);
        long seed = Seeds.of(test).value();

        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url());
                Cluster faulty = Cluster.connect(proxy.url().toString(), Credentials.none())) {
            proxy.inject(FaultPolicy.random(seed, 0.3, List.of(new Fault.DropAfterAnswer(), new Fault.DropBeforeSend()))
                    .onlyFor(ProxiedRequest::isBulk));
            ByQueryReport report = Searches.of(faulty, fixture.alias(), fixture.type())
                    .search("tags:go")
                    .deleteByQuery();

            assertThat(report.changed() + report.skipped() + report.unchanged()).isEqualTo(1_000);
            assertThat(report.isComplete()).isTrue();
        }
        fixture.refresh();
        assertThat(things.search("tags:go").count()).isZero();
        assertThat(things.search("tags:stay").count()).isEqualTo(2_000);
    }

    @Test
    @Timeout(60)
    void givesUpARunThatComesNoFurther(TestElasticsearch elasticsearch) {
        // As large as this, each goes in a request of its own.
        byte[] body =
                ("{\"doc\":{\"classification\":\"done\"}" + " ".repeat(2 << 20) + "}").getBytes(StandardCharsets.UTF_8);
        DocumentChange done = hit -> BulkOperation.update(hit.index(), hit.id(), body);
        assertThat(things.search("doomed:true")
                        .changeByQuery(Repeat.IDEMPOTENT, done)
                        .changed())
                .isEqualTo(4);
        fixture.refresh();
        AtomicInteger open = new AtomicInteger();

        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url());
                Cluster faulty = Cluster.connect(ClusterSettings.of(proxy.url().toString())
                        .withRetryPolicy(RetryPolicy.within(Duration.ofSeconds(1))))) {
            // One of the documents gets through each time, and has been changed before.
            proxy.inject(request -> {
                if (request.path().contains("/_pit")) {
                    open.set(1);
                }
                boolean refused = request.isBulk() && open.getAndDecrement() <= 0;
                return refused ? new Fault.Status(503) : new Fault.None();
            });
            assertThatThrownBy(() -> Searches.of(faulty, fixture.alias(), fixture.type())
                            .search("doomed:true")
                            .changeByQuery(Repeat.IDEMPOTENT, done))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("a change by query of " + fixture.alias() + " was broken off after");
        }
    }

    @Test
    void aScopeNarrowsEverything() {
        Searches<Thing> scoped = things.scoped(AccessFilter.terms("classification", List.of("U", "C")));

        assertThat(scoped.search("*:*").sort("id").run().ids()).containsExactly("dict1", "dict2", "dict3");
        assertThat(scoped.search("*:* OR classification:TS").count()).isEqualTo(3);
        assertThat(keys(scoped)).containsExactly("dict1", "dict2", "dict3");
        assertThat(scoped.search("*:*").facet("classification").asMap()).isEqualTo(Map.of("U", 2L, "C", 1L));
        assertThat(scoped.search("*:*").stats("lvl").sum()).isEqualTo(700);
        assertThat(scoped.search("*:*")
                        .histogram("lvl", 0, 1000, 1000)
                        .buckets()
                        .getFirst()
                        .count())
                .isEqualTo(3);
        assertThat(scoped.search("*:*").groupedSearch("lvl").run().total().value())
                .isEqualTo(3);
        assertThatThrownBy(() -> scoped.search("*:*").aggregate("all", "{\"global\":{}}"))
                .hasMessageContaining("a scoped collection takes no aggregation as JSON");

        Searches<Thing> narrower = scoped.scoped(AccessFilter.from("lvl", 200));
        assertThat(narrower.search("*:*").deleteByQuery().changed()).isEqualTo(2);
        assertThat(keys(things)).hasSize(13).contains("dict2", "dict4").doesNotContain("dict1", "dict3");
    }
}
