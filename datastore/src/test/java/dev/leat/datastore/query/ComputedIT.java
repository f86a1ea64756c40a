package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.Id;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Facets, stats, histograms and groups: exact numbers on the older products' fixture, after their deletions. */
@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComputedIT {

    private SearchFixture<Thing> fixture;
    private Searches<Thing> things;

    @BeforeAll
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Thing.class, 2);
        things = fixture.searches();
        fixture.save(Thing.fixture());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private SearchBuilder<Thing> kept() {
        return things.search("lvl:* AND NOT doomed:true");
    }

    @Test
    void countsNumbersInGaps() {
        Histogram<Long> all = things.search("*:*").histogram("lvl", 0, 1000, 100);

        assertThat(all.buckets()).hasSize(10);
        assertThat(all.buckets().get(3)).isEqualTo(new Histogram.Bucket<>(300L, 400L, 1));
        assertThat(all.buckets().get(9).count()).isZero();
        assertThat(all.atLeast(2).asMap()).isEqualTo(Map.of(100L, 3L, 200L, 3L, 400L, 5L));
        assertThat(kept().histogram("lvl", 0, 1000, 100).atLeast(1).asMap())
                .isEqualTo(Map.of(100L, 2L, 200L, 2L, 400L, 4L));
        assertThat(kept().ids(List.of("test1"))
                        .histogram("lvl", 0, 1000, 100)
                        .atLeast(1)
                        .asMap())
                .isEqualTo(Map.of(400L, 1L));
    }

    @Test
    void leavesOutTheEndAndCutsTheLastGap() {
        Histogram<Long> histogram = things.search("*:*").histogram("lvl", 100, 400, 200);

        assertThat(histogram.buckets())
                .containsExactly(new Histogram.Bucket<>(100L, 300L, 6), new Histogram.Bucket<>(300L, 400L, 1));
    }

    @Test
    void countsDecimalsOnDecimalEdges(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            Map<String, String> sources = new LinkedHashMap<>();
            for (int i = 0; i < 10; i++) {
                sources.put("w" + i, "{\"origin\":{\"weight\":0." + i + "}}");
            }
            own.saveRaw(sources);

            Histogram<Double> histogram = own.searches().search("*:*").histogram("origin.weight", 0, 1, 0.1);

            assertThat(histogram.buckets()).hasSize(10).allMatch(bucket -> bucket.count() == 1);
            assertThat(histogram.buckets().get(3).from()).isEqualTo(0.3);
        }
    }

    @Test
    void countsDatesByDay() {
        Instant from = Thing.NOW.truncatedTo(ChronoUnit.DAYS).minus(10, ChronoUnit.DAYS);
        Instant to = from.plus(20, ChronoUnit.DAYS);

        Histogram<Instant> histogram = things.search("*:*").histogram("expiry", from, to, Duration.ofDays(1));

        assertThat(histogram.buckets()).hasSize(20);
        assertThat(histogram.atLeast(1).asMap())
                .isEqualTo(Map.of(
                        Instant.parse("2026-11-19T00:00:00Z"), 2L,
                        Instant.parse("2026-11-20T00:00:00Z"), 1L,
                        Instant.parse("2026-11-21T00:00:00Z"), 1L));
    }

    @Test
    void countsCalendarUnitsAsElasticsearchDoes(TestElasticsearch elasticsearch, TestInfo test) {
        SplittableRandom random = dev.leat.testing.Seeds.of(test).random();
        List<Thing> dated = new ArrayList<>();
        Instant from = Instant.parse("2024-02-10T03:17:00Z");
        Instant to = Instant.parse("2026-04-20T11:05:00Z");
        for (int i = 0; i < 400; i++) {
            long second = random.nextLong(from.getEpochSecond(), to.getEpochSecond());
            dated.add(Thing.of("d" + i, null).withExpiry(Instant.ofEpochSecond(second)));
        }
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 2)) {
            own.save(dated);
            for (String zone : List.of("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu")) {
                for (CalendarUnit unit : List.of(
                        CalendarUnit.DAY,
                        CalendarUnit.WEEK,
                        CalendarUnit.MONTH,
                        CalendarUnit.QUARTER,
                        CalendarUnit.YEAR)) {
                    Histogram<ZonedDateTime> ours =
                            own.searches().search("*:*").histogram("expiry", from, to, unit, ZoneId.of(zone));

                    assertThat(ours.atLeast(1).buckets().stream()
                                    .map(bucket -> bucket.from().toInstant().toEpochMilli() + "=" + bucket.count()))
                            .as(zone + " " + unit)
                            .containsExactlyElementsOf(elasticsearchsOwn(own, unit, zone));
                }
            }
        }
    }

    private static List<String> elasticsearchsOwn(SearchFixture<Thing> own, CalendarUnit unit, String zone) {
        JsonNode answer = own.searches()
                .search("*:*")
                .rows(0)
                .aggregate(
                        "h",
                        "{\"date_histogram\":{\"field\":\"expiry\",\"min_doc_count\":1,\"calendar_interval\":\""
                                + unit.name().toLowerCase(java.util.Locale.ROOT) + "\",\"time_zone\":\"" + zone
                                + "\"}}")
                .run()
                .aggregation("h")
                .path("buckets");
        return answer.valueStream()
                .map(bucket -> bucket.path("key").asLong() + "="
                        + bucket.path("doc_count").asLong())
                .toList();
    }

    @Test
    void aDayOfSummerTimeHas23Hours() {
        Instant from = Instant.parse("2026-03-28T23:00:00Z");

        Histogram<ZonedDateTime> day = things.search("*:*")
                .histogram(
                        "expiry", from, from.plus(1, ChronoUnit.HOURS), CalendarUnit.DAY, ZoneId.of("Europe/Berlin"));

        ZonedDateTime begin = day.buckets().getFirst().from();
        ZonedDateTime end = day.buckets().getFirst().to();
        assertThat(begin).isEqualTo("2026-03-29T00:00+01:00[Europe/Berlin]");
        assertThat(Duration.between(begin, end)).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void refusesHistogramsThatMakeNoSense() {
        SearchBuilder<Thing> all = things.search("*:*");

        assertThatThrownBy(() -> all.histogram("lvl", 0, 1_000_000, 1))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("a histogram of lvl would have 1000000 gaps, and may have 10000;"
                        + " take a larger gap, or a shorter span");
        assertThatThrownBy(() -> all.histogram("expiry", Instant.EPOCH, Thing.NOW, CalendarUnit.MINUTE, ZoneOffset.UTC))
                .hasMessageContaining("would have more than 10000 gaps");
        assertThatThrownBy(() -> all.histogram("lvl", 5, 5, 1)).hasMessageContaining("it must end after it begins");
        assertThatThrownBy(() -> all.histogram("lvl", 0, 5, 0)).hasMessageContaining("needs a gap above 0, and not 0");
        assertThatThrownBy(() -> all.histogram("expiry", 0, 5, 1))
                .hasMessage("cannot make a histogram of thing by expiry, because it is a date and no number");
        assertThatThrownBy(() -> all.histogram("lvl", Instant.EPOCH, Thing.NOW, Duration.ofDays(1000)))
                .hasMessageContaining("because it is a number and no date");
        assertThatThrownBy(() -> all.histogram("tags", 0, 5, 1)).hasMessageContaining("it is a keyword and no number");
    }

    @Test
    void countsADocumentOnceInEachGapOfItsValues(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            own.saveRaw(Map.of("m", "{\"lvl\":[-50,10,20,150,5000]}"));

            Histogram<Long> histogram = own.searches().search("*:*").histogram("lvl", 0, 300, 100);

            assertThat(histogram.buckets().stream().map(Histogram.Bucket::count))
                    .containsExactly(1L, 1L, 0L);
        }
    }

    @Test
    void facetsCountValues() {
        Facet facet = things.search("*:*").facet("tags");

        assertThat(facet.asMap()).isEqualTo(Map.of("a", 4L, "b", 4L, "c", 1L, "d", 1L, "e", 1L, "f", 1L));
        assertThat(facet.entries().getFirst().value()).isEqualTo("a");
        assertThat(facet.other()).isZero();
        assertThat(facet.errorBound()).isZero();
        assertThat(kept().facet("lvl").asMap()).isEqualTo(Map.of("400", 4L, "100", 2L, "200", 2L));
        assertThat(kept().facet("lvl").entries().getFirst().value()).isEqualTo(400L);
        assertThat(things.search("*:*").facet("doomed").entries()).containsExactly(new Facet.Entry(true, 4, 0));
    }

    record Weighed(@Id String id, float single) {}

    @Test
    void showsSinglePrecisionAsItIsStored(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Weighed.class, 1)) {
            own.save(new Weighed("a", 0.1f));

            assertThat(own.searches().search("*:*").facet("single").asMap()).isEqualTo(Map.of("0.1", 1L));
            assertThat(own.searches().search("*:*").groupedSearch("single").run().groups().stream()
                            .map(Groups.Group::value))
                    .containsExactly(0.1);
        }
    }

    @Test
    void reportsTheRestAsOther(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            List<Thing> many = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                many.add(Thing.of("v" + i, null).withTags("t" + (i % 12 < 10 ? i % 12 : 9)));
            }
            for (int i = 0; i < 3; i++) {
                many.add(Thing.of("r" + i, null).withTags("rare" + i));
            }
            own.save(many);

            Facet facet = own.searches().search("*:*").facet("tags");

            assertThat(facet.entries()).hasSize(10);
            assertThat(facet.entries().stream().mapToLong(Facet.Entry::count).sum())
                    .isEqualTo(25);
            assertThat(facet.other()).isEqualTo(3);
            assertThat(own.searches().search("*:*").facet("tags", 13).other()).isZero();
        }
    }

    @Test
    void refusesFacetsOfText() {
        assertThatThrownBy(() -> things.search("*:*").facet("note"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("cannot facet thing by note, because it is text, cut into words; use note.keyword");
        assertThatThrownBy(() -> things.search("*:*").facet("parts.host"))
                .hasMessageContaining("inside the nested objects parts; use aggregate() with a nested aggregation");
        assertThatThrownBy(() -> things.search("*:*").facet("origin")).hasMessageContaining("is an object");
        assertThatThrownBy(() -> things.search("*:*").facet("tags", 0)).hasMessageContaining("1 to 10000 values");
    }

    @Test
    void computesStats() {
        Stats stats = kept().stats("lvl");

        assertThat(stats.count()).isEqualTo(8);
        assertThat(stats.min()).hasValue(100);
        assertThat(stats.max()).hasValue(400);
        assertThat(stats.sum()).isEqualTo(2200);
        assertThat(stats.average()).hasValue(275);
    }

    @Test
    void statsOfNothingAreToldApart() {
        Stats stats = things.search("id:to_update").stats("lvl");

        assertThat(stats.isEmpty()).isTrue();
        assertThat(stats.min()).isEmpty();
        assertThat(stats.average()).isEmpty();
        assertThatThrownBy(() -> kept().stats("tags")).hasMessageContaining("it is a keyword and no number");
    }

    @Test
    void groupsMatches() {
        Groups<Thing> groups = kept().groupedSearch("lvl").run();

        assertThat(groups.offset()).isZero();
        assertThat(groups.rows()).isEqualTo(25);
        assertThat(groups.total()).isEqualTo(new Total(8, Exactness.EXACT));
        assertThat(groups.groupTotal()).isEqualTo(new Total(3, Exactness.EXACT));
        assertThat(groups.groups()).hasSize(3);
        assertThat(groups.groups().stream()
                        .mapToLong(group -> group.total().value())
                        .sum())
                .isEqualTo(8);
        assertThat(groups.groups()).allSatisfy(group -> {
            assertThat(group.matches()).hasSize(1);
            assertThat(group.matches().getFirst().value().lvl()).isEqualTo(group.value());
        });
    }

    @Test
    void pagesAndSortsGroups() {
        Groups<Thing> groups = kept().sort("lvl desc")
                .offset(1)
                .rows(2)
                .groupedSearch("lvl")
                .limit(5)
                .groupSort("id", Order.DESC)
                .run();

        assertThat(groups.groups().stream().map(Groups.Group::value)).containsExactly(200L, 100L);
        assertThat(groups.groups().getFirst().matches().stream().map(Match::id)).containsExactly("test3", "dict3");
        assertThat(groups.groupTotal()).isEqualTo(new Total(3, Exactness.ESTIMATE));
        assertThat(kept().groupedSearch("classification").run().groups().stream()
                        .map(Groups.Group::value))
                .containsExactlyInAnyOrder("U", "C", "TS");
        assertThat(things.search("id:to_update").groupedSearch("lvl").run().groupTotal())
                .isEqualTo(new Total(0, Exactness.EXACT));
    }

    @Test
    void refusesGroupsByFieldsWithSeveralValues() {
        assertThatThrownBy(() -> kept().groupedSearch("tags"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(
                        "cannot group thing by tags, because a document can have several values in it and would belong"
                                + " to several groups; use facet");
        assertThatThrownBy(() -> kept().groupedSearch("expiry"))
                .hasMessageContaining("it is a date; use a keyword or a number");
        assertThatThrownBy(() -> kept().groupedSearch("lvl").limit(101)).hasMessageContaining("1 to 100 matches");
        assertThatThrownBy(() -> kept().aggregate("all", "{\"stats\":{\"field\":\"lvl\"}}")
                        .groupedSearch("lvl"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("a grouped search brings no answers of aggregations; ask for them with run()");
    }

    record Summary(@Id String id, @Nullable String classification) {}

    @Test
    void groupsProjections() {
        Groups<Summary> groups = kept().as(Summary.class)
                .sort("lvl")
                .sort("id")
                .groupedSearch("lvl")
                .limit(2)
                .run();

        assertThat(groups.groups().getFirst().matches().stream().map(Match::value))
                .contains(new Summary("dict2", "U"));
    }
}
