package dev.leat.datastore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Store;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Fields that are left out of what a search brings, whichever way it brings it. */
@WithElasticsearch
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FetchedOnRequestIT {

    record Report(
            @Id String id,
            String title,
            @Store(false) @Nullable String body) {}

    record Body(@Id String id, String body) {}

    private SearchFixture<Report> fixture;
    private Searches<Report> reports;

    @BeforeAll
    void save(TestElasticsearch elasticsearch) {
        fixture = new SearchFixture<>(elasticsearch, Report.class, 1);
        reports = fixture.searches();
        fixture.save(new Report("r-1", "quiet night", "a long text"));
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void areLeftOutOfPagesAndStreams() {
        Report shortened = new Report("r-1", "quiet night", null);
        Queue<Report> handed = new ConcurrentLinkedQueue<>();

        reports.search("*").forEach(2, match -> handed.add(match.value()));

        assertThat(handed).containsExactly(shortened);
        assertThat(reports.search("*").run().values()).containsExactly(shortened);
        try (Stream<Report> all = reports.search("*").stream()) {
            assertThat(all).containsExactly(shortened);
        }
    }

    @Test
    void comeWithAShapeThatNamesThem() {
        List<Body> page = reports.search("*").as(Body.class).run().values();

        assertThat(page).containsExactly(new Body("r-1", "a long text"));
        try (Stream<Body> all = reports.search("*").as(Body.class).stream()) {
            assertThat(all).containsExactlyElementsOf(page);
        }
    }
}
