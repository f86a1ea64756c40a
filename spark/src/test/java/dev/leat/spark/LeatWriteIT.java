package dev.leat.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** DataFrames written to indices, with the jar that a cluster gets. */
@Tag("smoke")
@WithElasticsearch
class LeatWriteIT {

    private static final int ROWS = 3_000;

    private final TestElasticsearch elasticsearch;
    private final SparkSession spark = SparkFixture.spark();

    LeatWriteIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    private DataFrameWriter<Row> writer(Dataset<Row> rows, String... options) {
        return writer(elasticsearch.url(), rows, options);
    }

    private static DataFrameWriter<Row> writer(URI node, Dataset<Row> rows, String... options) {
        DataFrameWriter<Row> writer =
                rows.write().format("leat").mode(SaveMode.Append).option("nodes", node.toString());
        for (int option = 0; option < options.length; option += 2) {
            writer = writer.option(options[option], options[option + 1]);
        }
        return writer;
    }

    private String index(String properties) {
        return SparkFixture.index(
                elasticsearch,
                "write",
                ("{'mappings':{'dynamic':'strict','properties':{" + properties + "}}}").replace('\'', '"'),
                List.of());
    }

    /** Rows with {@code n} from 0 up and a text, in four partitions. */
    private Dataset<Row> numbers() {
        return spark.range(0, ROWS, 1, 4).selectExpr("id AS n", "concat('t', id) AS t");
    }

    private String numbersIndex() {
        return index("'n':{'type':'long'},'t':{'type':'keyword'}");
    }

    private String source(String index, String id) {
        return elasticsearch.get("/" + index + "/_source/" + id).body();
    }

    @Test
    void readsBackEveryTypeThatItWrote() {
        String from = SparkFixture.index(
                elasticsearch, "from", MappingTypesIT.mappingOfAll(), MappingTypesIT.documentsOfAll());
        String to = SparkFixture.index(elasticsearch, "to", MappingTypesIT.mappingOfAll(), List.of());
        Dataset<Row> original = SparkFixture.load(elasticsearch, from);

        writer(original.select("_id", original.columns())).save(to);

        Dataset<Row> copy = SparkFixture.load(elasticsearch, to);
        assertThat(copy.schema()).isEqualTo(original.schema());
        assertThat(copy.select("_id", copy.columns()).orderBy("_id").toJSON().collectAsList())
                .hasSize(6)
                .isEqualTo(original.select("_id", original.columns())
                        .orderBy("_id")
                        .toJSON()
                        .collectAsList());
    }

    @Test
    void carriesOutEveryOperation() {
        String index = index("'k':{'type':'keyword'},'a':{'type':'long'},'b':{'type':'long'}");

        writer(spark.sql("SELECT 'x' k, 1 a, 2 b UNION ALL SELECT 'y', 1, 2"), "id-column", "k")
                .save(index);
        writer(
                        spark.sql("SELECT 'x' k, 5 a, cast(null as int) b UNION ALL SELECT 'z', 6, 7"),
                        "id-column",
                        "k",
                        "operation",
                        "upsert")
                .save(index);
        writer(spark.sql("SELECT 'y' k"), "es.mapping.id", "k", "es.write.operation", "delete")
                .save(index);
        writer(spark.sql("SELECT 7 AS `_id`, 'made' k, 1 a"), "operation", "create", "exclude-columns", "a")
                .save(index);

        assertThat(source(index, "x")).isEqualTo("{\"k\":\"x\",\"a\":5,\"b\":2}");
        assertThat(source(index, "z")).isEqualTo("{\"k\":\"z\",\"a\":6,\"b\":7}");
        assertThat(source(index, "7")).isEqualTo("{\"k\":\"made\"}");
        assertThat(elasticsearch.count(index)).isEqualTo(3);
    }

    @Test
    void letsTheNewerVersionStay() {
        String index = index("'k':{'type':'keyword'},'v':{'type':'long'}");
        String[] options = {"id-column", "k", "version-column", "v"};

        writer(spark.sql("SELECT 'x' k, 5L v"), options).save(index);
        writer(spark.sql("SELECT 'x' k, 4L v UNION ALL SELECT 'y', 1L"), options)
                .save(index);

        assertThat(source(index, "x")).isEqualTo("{\"k\":\"x\",\"v\":5}");
        assertThat(elasticsearch.get("/" + index + "/_doc/x").body()).contains("\"_version\":5");
        assertThatThrownBy(
                        () -> writer(spark.sql("SELECT 'z' k, -1L v"), options).save(index))
                .hasMessageContaining("column 'v' holds no version from 0 up");
    }

    @Test
    void insertsByStatement() {
        String index = numbersIndex();
        spark.read()
                .format("leat")
                .option("nodes", elasticsearch.url().toString())
                .option("id-column", "n")
                .load(index)
                .createOrReplaceTempView("numbers");

        spark.sql("INSERT INTO numbers VALUES (1, 'one'), (2, 'two')");

        assertThat(spark.sql("SELECT t, n FROM numbers ORDER BY n").collectAsList())
                .hasToString("[[one,1], [two,2]]");
    }

    /** Fails the first attempt of each task when it has come to the middle of its partition. */
    private static Dataset<Row> failingOnce(Dataset<Row> rows) {
        UDF1<Long, Long> failing = number -> {
            if (TaskContext.get().attemptNumber() == 0 && number % (ROWS / 4) == ROWS / 8) {
                throw new IllegalStateException("on purpose");
            }
            return number;
        };
        return rows.withColumn("n", udf(failing, DataTypes.LongType).apply(col("n")));
    }

    @Test
    void writesNothingTwiceWhenTasksAreRepeated() {
        String named = numbersIndex();
        String created = numbersIndex();
        String generated = numbersIndex();

        writer(failingOnce(numbers()), "id-column", "n", "batch-docs", "10").save(named);
        writer(failingOnce(numbers()), "id-column", "n", "batch-docs", "10", "operation", "create")
                .save(created);
        writer(failingOnce(numbers()), "ids", "generated", "batch-docs", "10").save(generated);

        for (String index : List.of(named, created, generated)) {
            assertThat(elasticsearch.count(index)).isEqualTo(ROWS);
            assertThat(SparkFixture.load(elasticsearch, index)
                            .select("n")
                            .distinct()
                            .count())
                    .isEqualTo(ROWS);
        }
    }

    @Test
    void writesNothingTwiceWhenAnswersAreLost() {
        String named = numbersIndex();
        String created = numbersIndex();
        String generated = numbersIndex();
        List<Fault> faults = List.of(
                new Fault.DropAfterAnswer(),
                new Fault.DropAfterSend(),
                new Fault.HalfResponse(),
                new Fault.Status(429));
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(FaultPolicy.random(1, 0.2, faults).onlyFor(ProxiedRequest::isBulk));

            writer(proxy.url(), numbers(), "id-column", "n", "batch-docs", "50").save(named);
            writer(proxy.url(), numbers(), "id-column", "n", "batch-docs", "50", "operation", "create")
                    .save(created);
            writer(proxy.url(), numbers(), "ids", "generated", "batch-docs", "50")
                    .save(generated);

            assertThat(proxy.injections()).hasSizeGreaterThan(10);
        }
        for (String index : List.of(named, created, generated)) {
            assertThat(elasticsearch.count(index)).isEqualTo(ROWS);
            assertThat(SparkFixture.load(elasticsearch, index)
                            .select("n")
                            .distinct()
                            .count())
                    .isEqualTo(ROWS);
        }
    }

    private Dataset<Row> withThreeBadRows() {
        return numbers()
                .selectExpr(
                        "CASE WHEN n = 17 THEN null ELSE n END AS key",
                        "n",
                        "t",
                        "CASE WHEN n = 1800 THEN double('NaN') ELSE 0.5D END AS d",
                        "CASE WHEN n = 2500 THEN 'no address' ELSE '::1' END AS ip");
    }

    private String strictIndex() {
        return index("'key':{'type':'long'},'n':{'type':'long'},'t':{'type':'keyword'},'d':{'type':'double'},"
                + "'ip':{'type':'ip'}");
    }

    @Test
    void failsNamingWhatWasRefused() {
        String index = strictIndex();

        assertThatThrownBy(() -> writer(withThreeBadRows(), "id-column", "key").save(index))
                .hasMessageContaining(
                        "index '" + index + "': 2997 written, 0 unchanged, 0 skipped for their version, 3 refused")
                .hasMessageContaining("index of '': no_id: column 'key' holds no id")
                .hasMessageContaining("index of '1800': unwritable_value: field 'd' is NaN")
                .hasMessageContaining("index of '2500': 400 document_parsing_exception")
                .hasMessageContaining("'dead-letters'")
                .hasMessageNotContaining("\n");

        assertThat(elasticsearch.count(index)).isEqualTo(2997);
    }

    @Test
    void keepsWhatWasRefusedInDeadLettersOfCommittedTasks(@TempDir Path folder) throws IOException {
        String index = strictIndex();

        writer(
                        failingOnce(withThreeBadRows()),
                        "id-column",
                        "key",
                        "dead-letters",
                        folder.toString(),
                        "batch-docs",
                        "5")
                .save(index);

        assertThat(elasticsearch.count(index)).isEqualTo(2997);
        List<String> letters = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            assertThat(all).hasSize(3).allMatch(file -> file.toString().endsWith(".rejected.ndjson"));
            for (Path file : all) {
                letters.addAll(Files.readAllLines(file));
            }
        }
        letters.sort(Comparator.naturalOrder());
        assertThat(letters).hasSize(3);
        assertThat(letters.get(0))
                .startsWith("{\"op\":\"index\",\"index\":\"" + index + "\",\"id\":\"\"")
                .contains("no_id");
        assertThat(letters.get(1))
                .contains("\"id\":\"1800\"")
                .contains("field 'd' is NaN")
                .contains("\"d\":\"NaN\"");
        assertThat(letters.get(2)).contains("\"id\":\"2500\"").contains("\"status\":400");
    }

    @Test
    void saysWhatIsNotThere() {
        String index = numbersIndex();

        assertThatThrownBy(() -> writer(numbers()).save(index))
                .hasMessageContaining("id-column: name the column that holds the ids");
        assertThatThrownBy(() -> writer(numbers(), "id-column", "m").save(index))
                .hasMessageContaining("id-column: there is no column 'm'; there are n, t");
        assertThatThrownBy(() -> writer(numbers(), "id-column", "n").save("no-such-index"))
                .hasMessageContaining("there is no index 'no-such-index'; make it");
        assertThatThrownBy(() -> writer(numbers(), "id-column", "n")
                        .mode(SaveMode.Overwrite)
                        .save(index))
                .hasMessageContaining("mode: 'overwrite' is not supported; use mode(\"append\")");
        assertThatThrownBy(() -> writer(numbers(), "id-column", "n")
                        .mode(SaveMode.ErrorIfExists)
                        .save(index))
                .hasMessageContaining("Append");
        assertThat(elasticsearch.count(index)).isZero();
    }

    @Test
    void countsForSparksPagesAndShowsNoSecrets() throws Exception {
        String index = numbersIndex();
        Queue<QueryExecution> executions = new ConcurrentLinkedQueue<>();
        QueryExecutionListener listener = new QueryExecutionListener() {
            @Override
            public void onSuccess(String name, QueryExecution execution, long nanos) {
                executions.add(execution);
            }

            @Override
            public void onFailure(String name, QueryExecution execution, Exception failure) {}
        };
        spark.listenerManager().register(listener);
        try {
            writer(numbers(), "id-column", "n", "api-key", "c2VjcmV0OnNlY3JldA==")
                    .save(index);
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.listenerManager().unregister(listener);
        }

        assertThat(executions).isNotEmpty();
        String plans =
                executions.stream().map(QueryExecution::toString).toList().toString();
        assertThat(plans).contains("leat:" + index).doesNotContain("c2VjcmV0");
        assertThat(executions.peek().executedPlan().collectLeaves().toString()).doesNotContain("c2VjcmV0");
        assertThat(executions.stream()
                        .map(execution -> execution.executedPlan().metrics().get("documentsWritten"))
                        .filter(Option::isDefined)
                        .map(metric -> metric.get().value()))
                .containsExactly((long) ROWS);
    }
}
