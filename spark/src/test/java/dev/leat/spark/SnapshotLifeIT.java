package dev.leat.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Snapshots are open while a query runs, and never longer. */
@WithElasticsearch
class SnapshotLifeIT {

    private static final Pattern OPEN_CONTEXTS = Pattern.compile("\"open_contexts\":(\\d+)");
    private static final int DOCUMENTS = 200;

    private static final CountDownLatch RUNNING = new CountDownLatch(1);

    private final TestElasticsearch elasticsearch;
    private final String index;

    SnapshotLifeIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        List<String> documents = IntStream.range(0, DOCUMENTS)
                .mapToObj(number -> "{\"n\":" + number + ",\"k\":\"" + number % 7 + "\"}")
                .toList();
        this.index = SparkFixture.index(
                elasticsearch,
                "life",
                "{\"settings\":{\"number_of_shards\":3},\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"},"
                        + "\"k\":{\"type\":\"keyword\"}}}}",
                documents);
    }

    @AfterEach
    void leavesNoSnapshot() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(open()).isZero());
    }

    private int open() {
        Matcher matcher = OPEN_CONTEXTS.matcher(
                elasticsearch.get("/_nodes/stats/indices/search").orFail().body());
        int open = 0;
        while (matcher.find()) {
            open += Integer.parseInt(matcher.group(1));
        }
        return open;
    }

    private Dataset<Row> read(String... options) {
        return SparkFixture.load(elasticsearch, index, options);
    }

    @Test
    void endsWithTheQuery() {
        Dataset<Row> read = read("slices", "4");

        assertThat(read.collectAsList()).hasSize(DOCUMENTS);
        assertThat(read.count()).isEqualTo(DOCUMENTS);
        assertThat(read.limit(5).collectAsList()).hasSize(5);
        assertThat(read.groupBy("k").count().collectAsList()).hasSize(7);
        read.limit(3).show();
        assertThat(read.join(read.select(col("n").as("m")), col("n").equalTo(col("m")))
                        .count())
                .isEqualTo(DOCUMENTS);
    }

    @Test
    void ofOneDatasetCarriedOutTwiceIsNewEachTime() {
        Dataset<Row> plain = read("slices", "4").filter("n >= 0");
        Dataset<Row> grouped = plain.groupBy("k").count();
        Dataset<Row> limited = read("slices", "4").limit(1000);
        assertThat(plain.collectAsList()).hasSize(DOCUMENTS);
        assertThat(grouped.collectAsList()).hasSize(7);
        assertThat(limited.collectAsList()).hasSize(DOCUMENTS);
        leavesNoSnapshot();

        elasticsearch
                .put("/" + index + "/_doc/new?refresh=true", "{\"n\":1000,\"k\":\"x\"}")
                .orFail();

        assertThat(plain.collectAsList()).hasSize(DOCUMENTS + 1);
        assertThat(limited.collectAsList()).hasSize(DOCUMENTS + 1);
        // What a shuffle has kept, Spark does not read again.
        assertThat(grouped.collectAsList()).hasSizeBetween(7, 8);
    }

    @Test
    void ofAnEmptyIndexShowsLaterDocuments() {
        String empty = SparkFixture.index(
                elasticsearch, "empty", "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}", List.of());
        Dataset<Row> read = SparkFixture.load(elasticsearch, empty);
        assertThat(read.collectAsList()).isEmpty();

        elasticsearch.put("/" + empty + "/_doc/1?refresh=true", "{\"n\":1}").orFail();

        assertThat(read.collectAsList()).hasSize(1);
    }

    @Test
    void endsWithAFailure() {
        UDF1<Long, Long> failing = number -> {
            throw new IllegalStateException("on purpose");
        };

        assertThatThrownBy(() -> read("slices", "4")
                        .select(udf(failing, DataTypes.LongType).apply(col("n")))
                        .collectAsList())
                .rootCause()
                .hasMessageContaining("on purpose");
    }

    @Test
    void endsWithACancellation() throws InterruptedException {
        UDF1<Long, Long> slow = number -> {
            RUNNING.countDown();
            new CountDownLatch(1).await();
            return number;
        };
        Thread query = Thread.ofPlatform().start(() -> {
            SparkFixture.spark().sparkContext().setJobGroup("slow", "a query to cancel", true);
            assertThatThrownBy(() -> read("slices", "4")
                            .select(udf(slow, DataTypes.LongType).apply(col("n")))
                            .collectAsList())
                    .hasMessageContaining("cancelled");
        });
        RUNNING.await();
        assertThat(open()).isPositive();

        SparkFixture.spark().sparkContext().cancelJobGroup("slow");

        query.join();
    }

    @Test
    void isNotHeldByWhatIsPersisted() {
        Dataset<Row> kept = read("slices", "4").persist();
        assertThat(kept.count()).isEqualTo(DOCUMENTS);
        leavesNoSnapshot();
        elasticsearch.delete("/" + index + "/_doc/3?refresh=true").orFail();

        assertThat(kept.collectAsList()).hasSize(DOCUMENTS);

        kept.unpersist(true);
    }

    @Test
    void isNotTakenToExplain() {
        Dataset<Row> read = read("slices", "4", "user", "elastic", "password", "geheim");

        String plan = read.filter("n > 3").queryExecution().toString();
        read.filter("n > 3").explain(true);

        assertThat(open()).isZero();
        assertThat(plan).contains("leat:" + index).doesNotContain("geheim");
        assertThat(read.toString()).doesNotContain("geheim");
    }

    @Test
    void restsBetweenJobsOutsideOfQueries() {
        Dataset<Row> read = read("slices", "4", "keep-alive", "2s");

        assertThat(read.rdd().getNumPartitions()).isEqualTo(4);
        List<Row> rows = new ArrayList<>();
        Iterator<Row> iterator = read.toLocalIterator();
        iterator.forEachRemaining(rows::add);
        assertThat(read.javaRDD().collect()).hasSize(DOCUMENTS);

        assertThat(rows).hasSize(DOCUMENTS);
    }

    @Test
    void isNeverMixedWithALaterOne() {
        Iterator<Row> rows = read("slices", "4", "keep-alive", "1s").toLocalIterator();
        rows.next();
        leavesNoSnapshot();

        assertThatThrownBy(() -> rows.forEachRemaining(row -> assertThat(row).isNotNull()))
                .rootCause()
                .hasMessageContaining("is wanted after the snapshot was closed");
    }
}
