package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.junit.jupiter.api.Test;

@WithElasticsearch
class BulkWriterIT {

    @Test
    void writesDocumentsAndAccountsForEach(TestElasticsearch elasticsearch) {
        String index = elasticsearch.uniqueIndex("plain");
        Outcomes outcomes = new Outcomes();

        BulkReport report;
        try (Cluster cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
                BulkWriter writer = BulkWriter.open(cluster, BulkSettings.standard(), outcomes)) {
            for (int i = 0; i < 20_000; i++) {
                writer.write(BulkOperation.index(index, "id-" + i, ("{\"n\":" + i + "}").getBytes(UTF_8)));
            }
            report = writer.finish();
        }

        assertThat(report.created()).isEqualTo(20_000);
        assertThat(report.submitted()).isEqualTo(20_000).isEqualTo(report.completed());
        assertThat(elasticsearch.count(index)).isEqualTo(20_000);
        assertThat(outcomes.of(index, "id-7"))
                .hasExactlyElementsOfTypes(Written.class)
                .first()
                .extracting("result", "version")
                .containsExactly(Result.CREATED, 1L);
    }
}
