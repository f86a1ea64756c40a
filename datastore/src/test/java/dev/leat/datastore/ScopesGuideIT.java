package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.elastic.Credentials;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs the examples of the guide's section about access scopes; each block of Java there stands here. */
@WithElasticsearch
class ScopesGuideIT {

    @Document("reports")
    record Report(
            @Id String id, String team, int level, @Nullable String reviewer) {}

    @Test
    void scopes(TestElasticsearch node) {
        String name = node.uniqueIndex("reports");
        try (Datastore datastore = Datastore.connect(node.url().toString(), Credentials.none())) {
            Collection<Report> reports = datastore.register(name, Report.class);
            reports.save(new Report("r-red", "red", 1, null));
            reports.save(new Report("r-secret", "red", 3, null));
            reports.save(new Report("r-blue", "blue", 1, "cy"), Refresh.NOW);

            AccessFilter ours = AccessFilter.term("team", "red").and(AccessFilter.below("level", 3));
            ScopedCollection<Report> visible = reports.scoped(ours);

            visible.get("r-blue"); // empty: it belongs to another team
            visible.count("*:*"); // only what the filter admits
            visible.update("r-red").set("level", 2).run(); // changed: it is admitted, before and after
            visible.update("r-blue").set("level", 2).run(); // Missing

            assertThat(visible.get("r-blue")).isEmpty();
            assertThat(visible.count("*:*")).isEqualTo(1);
            assertThat(reports.require("r-red").value().level()).isEqualTo(2);
            assertThat(reports.require("r-blue").value().level()).isEqualTo(1);

            ScopedCollection<Report> narrower = visible.scoped(AccessFilter.exists("reviewer")); // both filters hold

            assertThat(narrower.get("r-red")).isEmpty();
        } finally {
            node.delete("/" + name + "-g0001");
        }
    }

    @Test
    void everyExampleOfTheGuideStandsHere() {
        GuideExamples.assertCompiledBy(ScopesGuideIT.class, "Access scopes");
    }
}
