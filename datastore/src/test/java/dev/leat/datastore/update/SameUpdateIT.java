package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkReport;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithElasticsearch
class SameUpdateIT {

    private final UpdateFixture fixture;
    private final Cluster cluster;
    private final Updates<Sighting> sightings;

    SameUpdateIT(TestElasticsearch node) {
        this.fixture = new UpdateFixture(node);
        this.cluster = UpdateFixture.connect(node.url());
        this.sightings = fixture.updates(cluster);
        fixture.save("1", "{\"seen\":1}");
        fixture.save("2", "{\"seen\":2}");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private BulkReport write(BulkOperation... operations) {
        try (BulkWriter writer = BulkWriter.open(cluster, BulkSettings.standard(), (operation, outcome) -> {})) {
            List.of(operations).forEach(writer::write);
            return writer.finish();
        }
    }

    @Test
    void reachesEachDocumentOnceHoweverOftenItIsSent() {
        SameUpdate update = sightings.same(List.of(UpdateOperation.increment("seen", 10)));

        BulkReport first = write(update.operation(fixture.index(), "1"), update.operation(fixture.index(), "2"));
        BulkReport again = write(update.operation(fixture.index(), "2"), update.operation(fixture.index(), "1"));

        assertThat(first.updated()).isEqualTo(2);
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(11);
        assertThat(fixture.source("2").get("seen").intValue()).isEqualTo(12);
    }

    @Test
    void isAnotherUpdateTheNextTime() {
        for (int i = 0; i < 3; i++) {
            write(sightings.same(List.of(UpdateOperation.increment("seen", 10))).operation(fixture.index(), "1"));
        }

        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(31);
    }
}
