package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders;
import dev.leat.datastore.mapping.Id;
import dev.leat.elastic.RejectedException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {

    private final List<String> hostile = List.of(
            "plain",
            "*",
            "?",
            "a*",
            "two words",
            "a\" OR *:* OR \"",
            "a'];ctx.op='delete'//",
            "back\\slash\\",
            "[* TO *]",
            ">5",
            "=5",
            "dots.and:colons",
            "NOT",
            "(x)",
            "/r.*/",
            "ünïcode \uD83D\uDE00",
            "a\\u0041",
            "TO");

    private SearchFixture<Thing> fixture;
    private Searches<Thing> things;

    @BeforeAll
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Thing.class, 3);
        things = fixture.searches();
        fixture.save(Thing.fixture());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private List<String> ids(Query query) {
        return things.search(query).rows(100).sort("id").run().ids();
    }

    private List<String> ids(String lucene) {
        return ids(new Query.Lucene(lucene));
    }

    @Test
    void findsByFieldsWordsRangesAndIds() {
        assertThat(ids("lvl:400 AND tags:a")).containsExactly("test1", "test4");
        assertThat(ids("lvl:[100 TO 200} AND classification:*")).containsExactly("dict2");
        assertThat(ids("hello AND NOT there")).containsExactly("bulk_update", "to_update");
        assertThat(ids("TS")).containsExactly("dict4");
        assertThat(ids("id:dict1 OR id:(test2 OR test3)")).containsExactly("dict1", "test2", "test3");
        assertThat(ids("id:*")).hasSize(15);
        assertThat(ids("_exists_:id AND NOT _exists_:lvl")).containsExactly("bulk_update", "bulk_update2", "to_update");
        assertThat(ids("NOT _exists_:id")).isEmpty();
        assertThat(ids("expiry:>=2026-11-19")).containsExactly("test1", "test2", "test3", "test4");
        assertThat(ids("expiry:>2026-11-19")).containsExactly("test2", "test3");
    }

    @Test
    void takesTheOfficialClientsQueriesAndJson() {
        Query typed =
                Query.of(QueryBuilders.term().field("lvl").value(100).build()._toQuery());
        Query json = Query.json("{\"terms\":{\"classification\":[\"U\",\"C\"]}}");

        assertThat(ids(typed)).containsExactly("delete1", "dict2", "test2");
        assertThat(ids(json)).containsExactly("dict1", "dict2", "dict3");
        assertThat(things.search(typed).filter(json).run().ids()).containsExactly("dict2");
    }

    @Test
    void aValueNeverChangesTheQuery(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            for (int i = 0; i < hostile.size(); i++) {
                own.save(Thing.of("h" + i, (long) i).withClassification(hostile.get(i)));
            }
            for (int i = 0; i < hostile.size(); i++) {
                String value = hostile.get(i);
                String id = "h" + i;
                assertThat(found(own, Query.lucene("classification:{}", value))).containsExactly(id);
                assertThat(found(own, Query.lucene("classification:\"{}\"", value)))
                        .containsExactly(id);
                assertThat(found(own, Query.lucene("classification:{} AND lvl:[{} TO *]", value, i)))
                        .containsExactly(id);
                if (!value.equals("*")) {
                    assertThat(found(own, Query.lucene("classification:[{} TO {}]", value, value)))
                            .as("range " + value)
                            .containsExactly(id);
                }
                List<String> prefixed =
                        own.searches().search(Query.lucene("classification:{}*", value)).run().values().stream()
                                .map(Thing::classification)
                                .toList();
                assertThat(prefixed)
                        .as("prefix " + value)
                        .containsExactlyInAnyOrderElementsOf(hostile.stream()
                                .filter(each -> each.startsWith(value))
                                .toList());
            }
            assertThat(own.searches()
                            .search(Query.lucene("classification:{}", hostile))
                            .count())
                    .isEqualTo(hostile.size());
            assertThat(own.searches()
                            .search(Query.lucene("classification:{}", List.of()))
                            .count())
                    .isZero();
            assertThat(own.searches()
                            .search(Query.lucene("*:* AND NOT classification:{}", List.of()))
                            .count())
                    .isEqualTo(hostile.size());
        }
    }

    private static List<String> found(SearchFixture<Thing> own, Query query) {
        return own.searches().search(query).run().ids();
    }

    @Test
    void sortsByTheIdBothWays() {
        List<String> ascending = things.search(Query.all()).sort("id asc").run().ids();
        List<String> descending =
                things.search(Query.all()).sort("id", Order.DESC).run().ids();

        assertThat(ascending).hasSize(15).isSorted();
        assertThat(descending).isEqualTo(ascending.reversed());
    }

    @Test
    void sortsBySeveralFieldsMissingLast() {
        List<String> found = things.search("id:(test1 OR test2 OR test4 OR dict1 OR to_update)")
                .sort("lvl desc")
                .sort("expiry", Order.ASC)
                .sort("id")
                .run()
                .ids();

        assertThat(found).containsExactly("test1", "test4", "dict1", "test2", "to_update");
    }

    @Test
    void pagesFitTogetherWhenAllIsEqual() {
        List<String> found = new ArrayList<>();
        for (int offset = 0; offset < 15; offset += 4) {
            found.addAll(things.search(Query.all())
                    .sort("doomed")
                    .offset(offset)
                    .rows(4)
                    .run()
                    .ids());
        }

        assertThat(found).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void totalSaysHowExactItIs() {
        Page<Thing> page = things.search("lvl:*").rows(5).run();

        assertThat(page.total()).isEqualTo(new Total(12, Exactness.EXACT));
        assertThat(page.matches()).hasSize(5);
        assertThat(things.search("lvl:*").totalUpTo(3).rows(0).run().total().toString())
                .isEqualTo("at least 3");
        assertThat(things.search("lvl:*").exactTotal().rows(0).run().total().isExact())
                .isTrue();
    }

    @Test
    void givesWholeDocumentsWithTheirVersions() {
        Match<Thing> match = things.search("id:test1").run().findFirst().orElseThrow();

        assertThat(match.value()).isEqualTo(Thing.kept().get(0));
        assertThat(match.value().tags()).hasSize(3);
        assertThat(match.version().index()).isEqualTo(fixture.index());
        assertThat(match.score()).isPositive();
    }

    record Level(@Id String id, @Nullable Long lvl, List<String> tags) {}

    record Wrong(@Nullable Long level) {}

    @Test
    void projectsIntoAnotherRecord() {
        Page<Level> page = things.search("id:test1").as(Level.class).run();

        assertThat(page.values()).containsExactly(new Level("test1", 400L, List.of("a", "b", "c")));
        try (var stream = things.search("tags:*").as(Level.class).stream()) {
            assertThat(stream.map(Level::id)).containsExactlyInAnyOrder("test1", "test2", "test3", "test4");
        }
        assertThatThrownBy(() -> things.search("*:*").as(Wrong.class))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("thing has no field 'level'; did you mean 'lvl'?");
    }

    @Test
    void highlightsTheWordsThatMatched() {
        Match<Thing> match =
                things.search("note:world").highlight("note").run().findFirst().orElseThrow();

        assertThat(match.highlights()).containsExactly(Map.entry("note", List.of("hello <em>world</em>")));
    }

    @Test
    void restrictsToIds() {
        assertThat(things.search("lvl:400")
                        .ids(List.of("test1", "test2", "dict1"))
                        .sort("id")
                        .run()
                        .ids())
                .containsExactly("dict1", "test1");
    }

    @Test
    void passesAggregationsThrough() {
        Page<Thing> page = things.search("lvl:*")
                .rows(0)
                .aggregate("levels", "{\"terms\":{\"field\":\"lvl\"}}")
                .aggregate("different", "{\"cardinality\":{\"field\":\"lvl\"}}")
                .run();

        assertThat(page.aggregation("different").path("value").asInt()).isEqualTo(4);
        assertThat(page.aggregation("levels")
                        .path("buckets")
                        .path(0)
                        .path("doc_count")
                        .asInt())
                .isEqualTo(5);
        assertThatThrownBy(() -> things.search("lvl:*")
                        .aggregate("all", "{\"histogram\":{\"field\":\"lvl\",\"interval\":0.001}}")
                        .run())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("[65536]");
    }

    @Test
    void refusesPagesBeyondTheWindowAndNamesTheWayOut() {
        assertThatThrownBy(() -> things.search("*:*").offset(9_990).rows(11).run())
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(
                        "the search asks for matches 9990 to 10001, and Elasticsearch gives pages of the first 10000"
                                + " only; narrow the query, or read all matches with streamSearch");
    }

    @Test
    void errorsNameTheFieldAndWhatToDo() {
        assertThatThrownBy(() -> things.search("tag:a").run())
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("the collection thing has no field 'tag'; did you mean 'tags'?");
        assertThatThrownBy(
                        () -> things.search("lvl:1 AND _exists_:clasification").count())
                .hasMessageContaining("did you mean 'classification'?");
        assertThatThrownBy(() -> things.search("*:*").sort("note"))
                .hasMessage("cannot sort thing by note, because it is text, cut into words; use note.keyword");
        assertThatThrownBy(() -> things.search("*:*").sort("lvl upwards"))
                .hasMessageContaining("cannot sort by 'lvl upwards'; write a field, and asc or desc behind it");
        assertThatThrownBy(() -> things.search("hidden:x").run())
                .hasMessageContaining("hidden of thing is not indexed");
        assertThatThrownBy(() -> things.search("origin:x").run())
                .hasMessageContaining("is an object; search one of the fields in it");
        assertThatThrownBy(() -> things.search("parts.host:x").run())
                .hasMessageContaining("inside the nested objects parts, which Lucene text cannot reach");
        assertThatThrownBy(() -> things.search("lvl:(").run()).hasMessageContaining("Failed to parse query");
        assertThatThrownBy(() -> things.search("lvl:abc").run()).hasMessageContaining("abc");
    }

    @Test
    void sortsByTheWholeOfAText() {
        assertThat(things.search("note:*").sort("note.keyword").run().ids())
                .containsExactly("to_update", "bulk_update2", "bulk_update");
    }

    @Test
    void aFailedShardIsAnErrorUnlessAskedFor() {
        Query failing =
                Query.json("{\"script\":{\"script\":{\"source\":\"if (doc['lvl'].size()>0 && doc['lvl'].value == 300)"
                        + " throw new IllegalArgumentException('broken'); true\"}}}");

        assertThatThrownBy(() -> things.search(failing).run())
                .isInstanceOf(PartialResultException.class)
                .hasMessageContaining(fixture.alias())
                .hasMessageContaining("accept a partial result");
        assertThatThrownBy(() -> things.search(failing).count()).isInstanceOf(PartialResultException.class);
        Page<Thing> part = things.search(failing).acceptPartial().run();
        assertThat(part.completeness()).isEqualTo(Page.Completeness.SHARDS_FAILED);
        assertThat(part.matches()).isNotEmpty().hasSizeLessThan(15);
    }

    @Test
    void runningOutOfTimeIsAnErrorUnlessAskedFor(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            Map<String, String> many = new LinkedHashMap<>();
            for (int i = 0; i < 20_000; i++) {
                many.put("i" + i, "{\"lvl\":" + i + "}");
            }
            own.saveRaw(many);
            Query slow = Query.json(
                    "{\"script\":{\"script\":{\"source\":"
                            + "\"long s = 0; for (int i = 0; i < 20000; i++) { s += i * doc['lvl'].value; } return s != 7\"}}}");

            assertThatThrownBy(() -> own.searches()
                            .search(slow)
                            .timeout(Duration.ofMillis(1))
                            .run())
                    .isInstanceOf(PartialResultException.class)
                    .hasMessageContaining("ran out of time before it had looked at all documents");
            assertThat(own.searches()
                            .search(slow)
                            .timeout(Duration.ofMillis(1))
                            .acceptPartial()
                            .run()
                            .completeness())
                    .isEqualTo(Page.Completeness.TIMED_OUT);
        }
    }

    @Test
    void searchesKeysOfAFlattenedMap(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            own.save(
                    Thing.of("a", null).withMetadata(Map.of("url", "https://google.example/x", "it's.odd", 5)),
                    Thing.of("b", null).withMetadata(Map.of("url", "https://www.google.example/")),
                    Thing.of("c", null).withMetadata(Map.of("url", "https://other.example/")));

            assertThat(own.searches().search("metadata.url:*google*").count()).isEqualTo(2);
            assertThat(own.searches()
                            .search("metadata.url:*")
                            .sort("metadata.url desc")
                            .run()
                            .ids())
                    .containsExactly("b", "c", "a");
            assertThat(own.searches().search("*:*").facet("metadata.url").entries())
                    .hasSize(3);
        }
    }

    private static CollectionField field(Map<String, CollectionField> fields, String path) {
        return Objects.requireNonNull(fields.get(path), path);
    }

    @Test
    void listsTheFieldsOfTheIndex() {
        Map<String, CollectionField> fields =
                things.fields().stream().collect(Collectors.toMap(CollectionField::path, field -> field));

        assertThat(field(fields, "lvl").type()).isEqualTo("long");
        assertThat(field(fields, "lvl").abilities())
                .containsExactlyInAnyOrder(CollectionField.Ability.SEARCH, CollectionField.Ability.SORT_AND_COUNT);
        assertThat(field(fields, "note").abilities())
                .containsExactlyInAnyOrder(CollectionField.Ability.SEARCH, CollectionField.Ability.DEFAULT_SEARCH);
        assertThat(field(fields, "hidden").abilities()).isEmpty();
        assertThat(field(fields, "tags").plurality()).hasToString("MANY");
        assertThat(fields.keySet()).noneMatch(path -> path.startsWith("_"));
    }
}
