package dev.leat.datastore.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.GuideExamples;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.query.Query;
import dev.leat.elastic.Credentials;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the examples of the guide's section about the archive; each block of Java there stands here. */
@WithElasticsearch
class ArchiveGuideIT {

    @Document("tickets")
    record Ticket(@Id String id, int year, boolean closed) {}

    @Test
    void archive(TestElasticsearch node) {
        String name = node.uniqueIndex("tickets");
        try (Datastore datastore = Datastore.connect(node.url().toString(), Credentials.none())) {
            Collection<Ticket> tickets = datastore.register(name, Ticket.class);
            tickets.save(new Ticket("t1", 2019, true));
            tickets.save(new Ticket("t2", 2019, false));
            tickets.save(new Ticket("t3", 2026, true), Refresh.NOW);

            ArchiveReport report = tickets.archive(Query.lucene("closed:true AND year:<{}", 2025));
            report.moved(); // 1
            report.isComplete(); // false if a document that matches was left where it is

            tickets.archive("t3"); // one document, refreshed or not
            tickets.restore("t3"); // and back

            assertThat(report.moved()).isEqualTo(1);
            assertThat(report.isComplete()).isTrue();
            node.refresh(name + "*");

            tickets.get("t1"); // empty: it is in the archive
            Optional<Stored<Ticket>> found = tickets.get("t1", Tier.ALL);
            long everything = tickets.count("*:*", Tier.ALL);
            tickets.search(Query.lucene("year:2019"), Tier.ARCHIVE).stats("year");

            assertThat(tickets.get("t1")).isEmpty();
            assertThat(found.orElseThrow().version().tier()).isEqualTo(Tier.ARCHIVE);
            assertThat(everything).isEqualTo(3);

            Optional<String> index = tickets.rolloverArchive(
                    RolloverConditions.after(Duration.ofDays(30)).withShardBytes(50L << 30));
            tickets.search(Query.lucene("year:<{}", 2016), Tier.ARCHIVE).deleteByQuery();

            assertThat(index).isEmpty();
            assertThatThrownBy(() -> lifecycle(tickets)).isInstanceOf(LifecycleUnavailableException.class);
            assertThat(tickets.count("*:*", Tier.ALL)).isEqualTo(3);
        } finally {
            node.delete("/" + name + "-g0001");
            node.delete("/" + name + "-archive-000001");
        }
    }

    private static void lifecycle(Collection<Ticket> tickets) {
        tickets.fixIlm(ArchiveLifecycle.of(RolloverConditions.after(Duration.ofDays(30)))
                .withDeleteAfter(Duration.ofDays(3650)));
    }

    @Test
    void everyExampleOfTheGuideStandsHere() {
        GuideExamples.assertCompiledBy(ArchiveGuideIT.class, "Archive");
    }
}
