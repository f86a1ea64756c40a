package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.GuideExamples;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Keyword;
import dev.leat.datastore.mapping.Text;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the examples of the guide's sections about searching; each block of Java there stands here. */
@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchGuideIT {

    @Document("hits")
    record Hit(
            @Id String id,
            String analytic,
            @Text @Keyword String message,
            Instant at,
            Status status,
            List<String> tags,
            long seen) {}

    record HitSummary(@Id String id, String analytic, Status status) {}

    enum Status {
        OPEN,
        CLOSED
    }

    private static final Instant START = Instant.parse("2026-10-20T00:00:00Z");

    private SearchFixture<Hit> fixture;
    private Searches<Hit> hits;

    @BeforeAll
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Hit.class, 1);
        hits = fixture.searches();
        List<Hit> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(new Hit(
                    "hit" + i,
                    "analytic " + i % 7,
                    i % 2 == 0 ? "a suspicious login" : "a file was moved",
                    START.plus(Duration.ofHours(i * 12L)),
                    i % 3 == 0 ? Status.OPEN : Status.CLOSED,
                    List.of("tag" + i % 4, "all"),
                    i));
        }
        fixture.save(all);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void search() {
        Page<Hit> page = hits.search("status:open AND suspicious")
                .filter(Query.lucene("at:[{} TO *]", START))
                .sort("at desc")
                .rows(5)
                .run();

        page.total(); // 10
        page.values(); // the documents
        page.matches(); // with their ids, versions, scores and highlights

        assertThat(page.values()).hasSize(5);
        assertThat(page.total().value()).isEqualTo(10);
    }

    @Test
    void placeholders() {
        String name = "analytic 3"; // from somebody else: may hold anything
        Query byName = Query.lucene("analytic:{} AND seen:>={}", name, 10);
        Query byPrefix = Query.lucene("analytic:{}*", "analytic");
        Query anyOf = Query.lucene("tags:{}", List.of("tag1", "tag2"));

        assertThat(hits.search(byName).count()).isEqualTo(8);
        assertThat(hits.search(byPrefix).count()).isEqualTo(60);
        assertThat(hits.search(anyOf).count()).isEqualTo(30);
    }

    @Test
    void otherQueries() {
        Query json = Query.json("{\"term\":{\"status\":\"open\"}}");
        Query typed = Query.of(query -> query.term(term -> term.field("status").value("open")));

        assertThat(hits.search(json).count())
                .isEqualTo(hits.search(typed).count())
                .isEqualTo(20);
    }

    @Test
    void someIds() {
        List<String> second = hits.search(Query.ids(List.of("hit1", "hit2", "hit4")))
                .ids(List.of("hit2", "hit4"))
                .sort("at")
                .offset(1)
                .run()
                .ids(); // [hit4]

        assertThat(second).containsExactly("hit4");
        try (Stream<Match<Hit>> matches = hits.search("id:hit4").streamMatches()) {
            assertThat(matches.map(Match::id)).containsExactly("hit4");
        }
    }

    @Test
    void projections() {
        List<HitSummary> summaries =
                hits.search("status:open").as(HitSummary.class).run().values();

        assertThat(summaries).hasSize(20);
    }

    @Test
    void highlights() {
        Match<Hit> match = hits.search("message:login")
                .highlight("message")
                .run()
                .findFirst()
                .orElseThrow();
        List<String> fragments = match.highlights().get("message"); // [a suspicious <em>login</em>]

        assertThat(fragments).containsExactly("a suspicious <em>login</em>");
    }

    @Test
    void streams() {
        try (Stream<Hit> all = hits.search("status:closed").stream()) {
            all.forEach(hit -> assertThat(hit.status()).isEqualTo(Status.CLOSED));
        }

        LongAdder seen = new LongAdder();
        hits.search("status:closed").forEach(4, match -> seen.add(match.value().seen()));

        assertThat(seen.sum()).isEqualTo(1200);
    }

    @Test
    void facets() {
        Facet facet = hits.search("status:open").facet("tags");
        facet.asMap(); // {all=20, tag0=5, tag1=5, tag2=5, tag3=5}
        facet.other(); // 0: occurrences of values that are not shown

        assertThat(facet.asMap()).hasToString("{all=20, tag0=5, tag1=5, tag2=5, tag3=5}");
    }

    @Test
    void statistics() {
        Stats stats = hits.search("status:open").stats("seen");
        stats.max(); // OptionalDouble[57.0]; empty when there is no value

        assertThat(stats.max()).hasValue(57);
    }

    @Test
    void histograms() {
        Instant end = START.plus(Duration.ofDays(30));

        Histogram<Long> bySeen = hits.search("*:*").histogram("seen", 0, 100, 10);
        Histogram<Instant> byHours = hits.search("*:*").histogram("at", START, end, Duration.ofHours(6));
        Histogram<ZonedDateTime> byMonth =
                hits.search("*:*").histogram("at", START, end, CalendarUnit.MONTH, ZoneId.of("Europe/Berlin"));

        assertThat(bySeen.buckets()).hasSize(10);
        assertThat(byHours.buckets()).hasSize(120);
        assertThat(byMonth.buckets().stream().mapToLong(Histogram.Bucket::count).sum())
                .isEqualTo(60);
    }

    @Test
    void groups() {
        Groups<Hit> groups = hits.search("status:open")
                .sort("at desc")
                .groupedSearch("analytic")
                .limit(3)
                .groupSort("seen", Order.DESC)
                .run();
        groups.groupTotal(); // 7, and that it is exact

        assertThat(groups.groupTotal()).hasToString("7");
    }

    @Test
    void changesByQuery() {
        Query old = Query.lucene("at:<{} AND tags:none", START);
        long preview = hits.search(old).count();
        ByQueryReport report = hits.search(old).deleteByQuery();

        assertThat(report.changed()).isEqualTo(preview);
    }

    @Test
    void changesAndReadsInShort() {
        Collection<Hit> hits = Datastore.of(fixture.cluster())
                .register(fixture.alias(), Hit.class, Layout.standard(), SchemaMode.NONE);
        hits.save(new Hit("h1", "retired", "a file was moved", START, Status.OPEN, List.of("all"), 1), Refresh.NOW);

        ByQueryReport updated = hits.updateByQuery(
                Query.lucene("analytic:{}", "retired"),
                List.of(UpdateOperation.set("status", Status.CLOSED), UpdateOperation.increment("seen", 1)));

        assertThat(updated.changed()).isEqualTo(1);
        assertThat(hits.require("h1").value().seen()).isEqualTo(2);
        fixture.refresh();

        long retired = hits.count("analytic:retired");
        try (Stream<Hit> all = hits.streamSearch("analytic:retired")) {
            all.forEach(hit -> assertThat(hit.status()).isEqualTo(Status.CLOSED));
        }
        ByQueryReport deleted = hits.deleteByQuery(Query.lucene("analytic:{}", "retired"));

        assertThat(retired).isEqualTo(1);
        assertThat(deleted.changed()).isEqualTo(1);
        fixture.refresh();
    }

    private final List<String> logged = new ArrayList<>();

    private void log(String line) {
        logged.add(line);
    }

    @Test
    void aggregationsAndFields() {
        Page<Hit> page = hits.search("status:open")
                .rows(0)
                .aggregate("different", "{\"cardinality\":{\"field\":\"analytic\"}}")
                .run();
        page.aggregation("different"); // {"value":7}

        for (CollectionField field : hits.fields()) {
            log(field.path() + ": " + field.type() + " " + field.abilities());
        }

        assertThat(page.aggregation("different")).hasToString("{\"value\":7}");
        assertThat(logged).hasSize(7).anyMatch(line -> line.startsWith("seen: long ["));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Search", "What is computed from a search"})
    void everyExampleOfTheGuideStandsHere(String section) {
        GuideExamples.assertCompiledBy(SearchGuideIT.class, section);
    }
}
