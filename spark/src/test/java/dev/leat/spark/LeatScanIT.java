package dev.leat.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Indices as distributed collections, with the jar that a cluster gets. */
@Tag("smoke")
@WithElasticsearch
class LeatScanIT {

    private static final int DOCUMENTS = 3_000;

    private final TestElasticsearch elasticsearch;
    private final String index;

    LeatScanIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.index = SparkFixture.index(
                elasticsearch,
                "scan",
                "{\"settings\":{\"number_of_shards\":3},\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}",
                IntStream.range(0, DOCUMENTS)
                        .mapToObj(number -> "{\"n\":" + number + "}")
                        .toList());
    }

    private Map<String, String> options() {
        return Map.of("nodes", elasticsearch.url().toString());
    }

    @Test
    void bringsItsLibrariesHidden() {
        assertThatThrownBy(() -> Class.forName("tools.jackson.core.JsonParser"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(LeatScan.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString())
                .endsWith(".jar");
    }

    @Test
    void readsAlikePartitions() {
        Dataset<Row> read = LeatScan.dataset(SparkFixture.spark(), index, options(), 8);

        List<Row> sizes =
                read.groupBy(spark_partition_id()).count().select("count").collectAsList();

        assertThat(sizes).hasSize(8);
        assertThat(sizes.stream().mapToLong(row -> row.getLong(0)).sum()).isEqualTo(DOCUMENTS);
        assertThat(sizes.stream().mapToLong(row -> row.getLong(0)).max().orElseThrow())
                .isLessThanOrEqualTo(DOCUMENTS / 8 * 3 / 2);
    }

    @Test
    void countsPartitionsByItself() {
        Dataset<Row> read = LeatScan.dataset(SparkFixture.spark(), index, options());

        assertThat(read.select("n").distinct().count()).isEqualTo(DOCUMENTS);
        assertThat(LeatScan.documents(SparkFixture.spark(), index, options()).collectAsList())
                .hasSize(DOCUMENTS)
                .contains("{\"n\":17}");
    }

    @Test
    void readsAFailedTaskAgain() {
        UDF1<Long, Long> failingOnce = number -> {
            if (TaskContext.get().attemptNumber() == 0 && number % 100 == 99) {
                throw new IllegalStateException("on purpose");
            }
            return number;
        };

        List<Row> rows = LeatScan.dataset(SparkFixture.spark(), index, options(), 4)
                .select(udf(failingOnce, DataTypes.LongType).apply(col("n")).as("n"))
                .distinct()
                .collectAsList();

        assertThat(rows).hasSize(DOCUMENTS);
    }

    @Test
    void knowsIdIndexAndVersion() {
        elasticsearch.put("/" + index + "/_doc/5?refresh=true", "{\"n\":5}").orFail();

        Row row = LeatScan.dataset(SparkFixture.spark(), index, options())
                .filter("_id = '5'")
                .select("_id", "_index", "_version", "n")
                .first();

        assertThat(row.toString()).isEqualTo("[5," + index + ",2,5]");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> LeatScan.dataset(SparkFixture.spark(), "no-such-index", options()))
                .hasMessageContaining("no such index");
        assertThatThrownBy(() -> LeatScan.dataset(SparkFixture.spark(), index, Map.of("noodes", "x")))
                .hasMessageContaining("did you mean 'nodes'?");
    }
}
