package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIT {

    private static final int DOCUMENTS = 12_345;

    private SearchFixture<Thing> fixture;
    private Searches<Thing> things;

    @BeforeAll
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Thing.class, 3);
        things = fixture.searches();
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            sources.put("s" + i, "{\"lvl\":" + i + ",\"tags\":[\"" + (i % 2 == 0 ? "even" : "odd") + "\"]}");
        }
        fixture.saveRaw(sources);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void bringsEveryMatchOnceBeyondTheWindow() {
        try (Stream<Thing> all = things.search("*:*").stream()) {
            List<Long> levels = all.map(Thing::lvl).toList();
            assertThat(levels).hasSize(DOCUMENTS).doesNotHaveDuplicates();
        }
    }

    @Test
    void bringsWhatTheSearchFinds() {
        Set<String> searched = Set.copyOf(things.search("tags:odd")
                .filter("lvl:[100 TO 400]")
                .rows(1_000)
                .run()
                .ids());

        try (Stream<Match<Thing>> found =
                things.search("tags:odd").filter("lvl:[100 TO 400]").streamMatches()) {
            List<Match<Thing>> matches = found.toList();
            assertThat(matches.stream().map(Match::id)).containsExactlyInAnyOrderElementsOf(searched);
            assertThat(matches)
                    .hasSize(150)
                    .allMatch(match -> match.version().index().equals(fixture.index()));
        }
    }

    @Test
    void opensNothingBeforeTheFirstIsAskedFor() {
        try (Stream<Thing> all = things.search("*:*").stream()) {
            assertThat(fixture.openContexts()).isZero();
            assertThat(all.iterator().next()).isNotNull();
            assertThat(fixture.openContexts()).isPositive();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.openContexts()).isZero());
    }

    @Test
    void seesTheMomentAtWhichItBegan(TestElasticsearch elasticsearch) {
        try (var own = new SearchFixture<>(elasticsearch, Thing.class, 1)) {
            own.saveRaw(IntStream.range(0, 500)
                    .boxed()
                    .collect(Collectors.toMap(i -> "a" + i, i -> "{\"lvl\":" + i + "}")));
            try (Stream<Thing> all = own.searches().search("*:*").stream()) {
                Iterator<Thing> iterator = all.iterator();
                Thing first = iterator.next();
                own.searches().search("lvl:[0 TO 250]").deleteByQuery();
                own.saveRaw(Map.of("late", "{\"lvl\":1000}"));

                int count = 1;
                while (iterator.hasNext()) {
                    assertThat(iterator.next().lvl()).isLessThan(500);
                    count++;
                }
                assertThat(first).isNotNull();
                assertThat(count).isEqualTo(500);
            }
        }
    }

    @Test
    void handsMatchesToSeveralThreads() {
        Queue<String> ids = new ConcurrentLinkedQueue<>();

        things.search("tags:even").forEach(4, match -> ids.add(match.id()));

        assertThat(ids).hasSize((DOCUMENTS + 1) / 2).doesNotHaveDuplicates();
        assertThatThrownBy(() -> things.search("tags:even").forEach(2, match -> {
                    throw new IllegalStateException("stop here");
                }))
                .hasMessageContaining("stop here");
    }

    @Test
    void limitsAndProjects() {
        try (Stream<SearchIT.Level> some = things.search("*:*").as(SearchIT.Level.class).rows(10).stream()) {
            assertThat(some.toList()).hasSize(10).allMatch(level -> level.tags().size() == 1);
        }
    }

    @Test
    void refusesWhatAStreamCannotHave() {
        assertThatThrownBy(() -> things.search("*:*").sort("lvl").stream())
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("a stream of all matches has no offset, sort, highlight or aggregation;"
                        + " leave them out, or use run()");
    }

    @Test
    void totalsBeyondTheCapAreFlagged() {
        assertThat(things.search("*:*").rows(1).run().total()).isEqualTo(new Total(10_000, Exactness.AT_LEAST));
        assertThat(things.search("*:*").rows(1).exactTotal().run().total())
                .isEqualTo(new Total(DOCUMENTS, Exactness.EXACT));
        assertThat(things.search("*:*").count()).isEqualTo(DOCUMENTS);
    }

    @Test
    void keysAreAllIds() {
        try (Stream<String> keys = things.search("tags:odd").keys()) {
            assertThat(keys.toList()).hasSize(DOCUMENTS / 2).doesNotHaveDuplicates();
        }
    }
}
