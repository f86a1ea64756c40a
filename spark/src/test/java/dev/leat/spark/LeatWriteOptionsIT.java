package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.DeadLetter;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each option of a write does to what is stored. */
@WithElasticsearch
class LeatWriteOptionsIT {

    private final TestElasticsearch elasticsearch;
    private final SparkSession spark = SparkFixture.spark();

    LeatWriteOptionsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    private static DataFrameWriter<Row> writer(Dataset<Row> rows, List<String> options) {
        DataFrameWriter<Row> writer = rows.write().format("leat").mode(SaveMode.Append);
        for (int option = 0; option < options.size(); option += 2) {
            writer = writer.option(options.get(option), options.get(option + 1));
        }
        return writer;
    }

    /** Writes the rows of a query with the ids of column {@code k}. */
    private void write(String index, String query, String... options) {
        List<String> all = new ArrayList<>(List.of("nodes", elasticsearch.url().toString(), "id-column", "k"));
        all.addAll(List.of(options));
        writer(spark.sql(query), all).save(index);
    }

    private String index(String properties) {
        return indexWith("", "", properties);
    }

    private String indexWith(String settings, String mapping, String properties) {
        String body = "{'settings':{" + settings + "},'mappings':{" + mapping + "'dynamic':'strict','properties':{"
                + properties + "}}}";
        return SparkFixture.index(elasticsearch, "options", body.replace('\'', '"'), List.of());
    }

    private String source(String index, String id) {
        return elasticsearch.get("/" + index + "/_source/" + id).orFail().body();
    }

    private String pipeline(String processors) {
        String name = elasticsearch.uniqueIndex("pipeline");
        elasticsearch
                .put("/_ingest/pipeline/" + name, ("{'processors':[" + processors + "]}").replace('\'', '"'))
                .orFail();
        return name;
    }

    @Test
    void sendsDocumentsThroughThePipeline() {
        String index = index("'k':{'type':'keyword'},'t':{'type':'keyword'},'seen':{'type':'boolean'}");
        String pipeline = pipeline("{'uppercase':{'field':'t'}},{'set':{'field':'seen','value':true}}");

        write(index, "SELECT 'x' k, 'one' t", "pipeline", pipeline);

        assertThat(SparkFixture.load(elasticsearch, index)
                        .selectExpr("k", "t", "seen")
                        .collectAsList())
                .hasToString("[[x,ONE,true]]");
        assertThatThrownBy(() -> write(index, "SELECT 'y' k, 'two' t", "pipeline", "no-such-pipeline"))
                .hasMessageContaining("0 written, 0 unchanged, 0 skipped for their version, 1 refused")
                .hasMessageContaining("pipeline with id [no-such-pipeline] does not exist");
        assertThatThrownBy(() -> write(index, "SELECT 'x' k", "pipeline", pipeline, "operation", "delete"))
                .hasMessageContaining("pipeline: a delete goes through no pipeline");
        assertThat(elasticsearch.count(index)).isEqualTo(1);
    }

    @Test
    void routesDocumentsByTheColumn() {
        String index = indexWith(
                "'number_of_shards':3",
                "'_routing':{'required':true},",
                "'k':{'type':'keyword'},'r':{'type':'keyword'},'n':{'type':'long'}");
        String rows = "SELECT 'x' k, 'a' r, 1L n UNION ALL SELECT 'y', 'b', 2L UNION ALL SELECT 'z', 'c', 3L";

        write(index, rows, "routing-column", "r");
        write(index, rows, "routing-column", "r", "operation", "create");
        write(index, "SELECT 'x' k, 'a' r, 5L n", "routing-column", "r", "operation", "upsert");
        write(index, "SELECT 'y' k, 'b' r", "routing-column", "r", "operation", "delete");
        write(index, "SELECT 'w' k, 7L n", "routing-column", "n");

        assertThat(elasticsearch.get("/" + index + "/_doc/x?routing=a").orFail().body())
                .contains("\"_routing\":\"a\"")
                .contains("\"_source\":{\"k\":\"x\",\"r\":\"a\",\"n\":5}");
        assertThat(elasticsearch.get("/" + index + "/_doc/z?routing=c").orFail().body())
                .contains("\"_version\":1,")
                .contains("\"_source\":{\"k\":\"z\",\"r\":\"c\",\"n\":3}");
        assertThat(elasticsearch.get("/" + index + "/_doc/w?routing=7").orFail().body())
                .contains("\"_source\":{\"k\":\"w\",\"n\":7}");
        assertThat(elasticsearch.count(index)).isEqualTo(3);
        assertThatThrownBy(() -> write(index, "SELECT 'v' k, cast(null as string) r, 1L n", "routing-column", "r"))
                .hasMessageContaining("index of 'v': 400 routing_missing_exception");
    }

    @Test
    void writesTextThatIsJsonAlready() {
        String index = index("'k':{'type':'keyword'},'o':{'properties':{'a':{'type':'integer'}}},"
                + "'s':{'properties':{'j':{'properties':{'b':{'type':'boolean'}}}}},"
                + "'l':{'properties':{'n':{'type':'long'}}}");

        write(
                index,
                "SELECT 'x' k, '{\"a\":[1,2]}' o, named_struct('j', '{\"b\": true}') s,"
                        + " array('{\"n\":1}', '{\"n\":2}') l",
                "json-columns",
                "o, s.j, l");

        assertThat(source(index, "x"))
                .isEqualTo("{\"k\":\"x\",\"o\":{\"a\":[1,2]},\"s\":{\"j\":{\"b\": true}},\"l\":[{\"n\":1},{\"n\":2}]}");
        assertThatThrownBy(() -> write(index, "SELECT 'y' k, '{\"a\":' o", "json-columns", "o"))
                .hasMessageContaining("index of 'y': unwritable_value: field 'o' is no JSON");
        assertThatThrownBy(() -> write(index, "SELECT 'y' k, 1 o", "json-columns", "o"))
                .hasMessageContaining("json-columns: there is no column of text 'o'");
    }

    @Test
    void writesNullsWhenAskedTo() {
        String index = index("'k':{'type':'keyword'},'a':{'type':'long'},'b':{'type':'long'},"
                + "'s':{'properties':{'t':{'type':'keyword'},'u':{'type':'long'}}}");
        String rows = "SELECT 'x' k, cast(null as bigint) a, named_struct('t', cast(null as string), 'u', 1L) s";

        write(index, rows, "nulls", "write");
        write(index, "SELECT 'y' k, 1L a, 2L b UNION ALL SELECT 'z', 1L, 2L");
        write(index, "SELECT 'y' k, cast(null as bigint) a", "operation", "upsert", "nulls", "write");
        write(index, "SELECT 'z' k, cast(null as bigint) a", "operation", "upsert");

        assertThat(source(index, "x")).isEqualTo("{\"k\":\"x\",\"a\":null,\"s\":{\"t\":null,\"u\":1}}");
        assertThat(source(index, "y")).isEqualTo("{\"k\":\"y\",\"a\":null,\"b\":2}");
        assertThat(source(index, "z")).isEqualTo("{\"k\":\"z\",\"a\":1,\"b\":2}");
    }

    @Test
    void leavesColumnsOut() {
        String index = index("'a':{'type':'long'}");

        write(index, "SELECT 'x' k, 1L a, 2L b", "exclude-columns", "k, b");

        assertThat(source(index, "x")).isEqualTo("{\"a\":1}");
        assertThatThrownBy(() -> write(index, "SELECT 'x' k, 1L a", "exclude-columns", "b"))
                .hasMessageContaining("exclude-columns: there is no column 'b'");
    }

    @Test
    void refreshesUnlessToldNotTo() {
        String index = indexWith("'refresh_interval':-1", "", "'k':{'type':'keyword'}");

        write(index, "SELECT 'x' k", "refresh", "false");
        String without = elasticsearch.get("/" + index + "/_count").orFail().body();
        write(index, "SELECT 'y' k");
        String with = elasticsearch.get("/" + index + "/_count").orFail().body();

        assertThat(without).startsWith("{\"count\":0,");
        assertThat(with).startsWith("{\"count\":2,");
    }

    @Test
    void understandsTheOptionsOfElasticsearchForHadoop() {
        String index = indexWith(
                "'refresh_interval':-1",
                "",
                "'k':{'type':'keyword'},'n':{'type':'long'},'t':{'type':'keyword'},'seen':{'type':'boolean'}");
        String pipeline = pipeline("{'set':{'field':'seen','value':true}}");
        AtomicInteger bulks = new AtomicInteger();
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url())) {
            proxy.inject(request -> {
                bulks.addAndGet(request.isBulk() ? 1 : 0);
                return new Fault.None();
            });
            List<String> options = List.of(
                    "es.nodes",
                    proxy.url().getHost(),
                    "es.port",
                    Integer.toString(proxy.url().getPort()),
                    "es.resource.write",
                    index + "/_doc",
                    "es.write.operation",
                    "index",
                    "es.mapping.id",
                    "k",
                    "es.mapping.version",
                    "v",
                    "es.mapping.version.type",
                    "external_gte",
                    "es.mapping.routing",
                    "r",
                    "es.mapping.exclude",
                    "r,v,x",
                    "es.ingest.pipeline",
                    pipeline,
                    "es.batch.size.bytes",
                    "1mb",
                    "es.batch.size.entries",
                    "2",
                    "es.batch.write.refresh",
                    "false",
                    "es.spark.dataframe.write.null",
                    "true");
            String columns = "'a' r, cast(null as string) t, 'no' x";

            writer(
                            spark.sql("SELECT concat('k', id) k, id n, id + 10 v, " + columns
                                    + " FROM range(0, 5, 1, 1)"),
                            options)
                    .save();
            writer(spark.sql("SELECT 'k3' k, 99L n, 13L v, " + columns), options)
                    .save();
            writer(spark.sql("SELECT 'k4' k, 99L n, 13L v, " + columns), options)
                    .save();
        }

        assertThat(bulks.get()).isGreaterThanOrEqualTo(5);
        assertThat(elasticsearch.get("/" + index + "/_count").body()).startsWith("{\"count\":0,");
        assertThat(elasticsearch.count(index)).isEqualTo(5);
        assertThat(elasticsearch
                        .get("/" + index + "/_doc/k3?routing=a")
                        .orFail()
                        .body())
                .contains("\"_version\":13,", "\"_routing\":\"a\"", "\"n\":99", "\"t\":null", "\"seen\":true")
                .doesNotContain("\"x\"", "\"v\"", "\"r\"");
        assertThat(elasticsearch
                        .get("/" + index + "/_doc/k4?routing=a")
                        .orFail()
                        .body())
                .contains("\"_version\":14,", "\"n\":4");
    }

    /** Of the repository, somewhere above the folder that tests run in. */
    private static String documentation() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("docs/spark.md");
            if (Files.isRegularFile(file)) {
                return Files.readString(file);
            }
        }
        throw new AssertionError(
                "There is no docs/spark.md above " + Path.of("").toAbsolutePath());
    }

    /** The two examples of {@code docs/spark.md}, as they stand there. */
    @Test
    void doesWhatTheDocumentationShows() throws IOException {
        String nodes = elasticsearch.url().toString();
        elasticsearch.put("/places", "{}").orFail();
        elasticsearch
                .put(
                        "/numbers",
                        "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"},\"t\":{\"type\":\"keyword\"}}}}")
                .orFail();
        try {
            Dataset<Row> places =
                    spark.sql("SELECT 'Oslo' name, 717710L population UNION ALL SELECT 'Bergen', 291940L");

            places.write()
                    .format("leat")
                    .mode("append")
                    .option("nodes", nodes)
                    .option("id-column", "name")
                    .save("places");
            spark.read()
                    .format("leat")
                    .option("nodes", nodes)
                    .option("id-column", "n")
                    .load("numbers")
                    .createOrReplaceTempView("numbers");
            spark.sql("INSERT INTO numbers VALUES (1, 'one'), (2, 'two')");

            assertThat(source("places", "Oslo")).isEqualTo("{\"name\":\"Oslo\",\"population\":717710}");
            assertThat(source("places", "Bergen")).isEqualTo("{\"name\":\"Bergen\",\"population\":291940}");
            assertThat(source("numbers", "1")).isEqualTo("{\"n\":1,\"t\":\"one\"}");
            assertThat(source("numbers", "2")).isEqualTo("{\"n\":2,\"t\":\"two\"}");
        } finally {
            elasticsearch.delete("/places,numbers");
        }
        assertThat(documentation())
                .contains("places.write().format(\"leat\").mode(\"append\").option(\"nodes\", nodes)"
                        + ".option(\"id-column\", \"name\").save(\"places\");")
                .contains("spark.read().format(\"leat\").option(\"nodes\", nodes).option(\"id-column\", \"n\")"
                        + ".load(\"numbers\").createOrReplaceTempView(\"numbers\");")
                .contains("spark.sql(\"INSERT INTO numbers VALUES (1, 'one'), (2, 'two')\");");
    }

    @Test
    void keepsDeadLettersInTheFormThatLeatLoadReads(@TempDir Path folder) throws IOException {
        String index = index("'k':{'type':'keyword'},'n':{'type':'long'},'d':{'type':'double'}");
        String[] letters = {"dead-letters", folder.toString()};
        elasticsearch.put("/" + index + "/_doc/y?routing=r", "{\"n\":1}").orFail();

        write(index, "SELECT cast(null as string) k, 1L n, 0.5D d", letters);
        write(index, "SELECT 'x' k, 2L n, double('NaN') d", "operation", "upsert", letters[0], letters[1]);
        write(
                index,
                "SELECT 'y' k, 'r' r, 3L n",
                "operation",
                "create",
                "routing-column",
                "r",
                "exclude-columns",
                "r",
                letters[0],
                letters[1]);
        write(index, "SELECT cast(null as string) k", "operation", "delete", letters[0], letters[1]);

        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".rejected.ndjson"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        String start = "\"index\":\"" + index + "\",\"id\":";
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "{\"op\":\"index\"," + start + "\"\",\"status\":0,\"type\":\"no_id\","
                                + "\"reason\":\"column 'k' holds no id\",\"source\":{\"n\":1,\"d\":0.5}}",
                        "{\"op\":\"update\"," + start + "\"x\",\"status\":0,\"type\":\"unwritable_value\","
                                + "\"reason\":\"field 'd' is NaN, which is no number in JSON\","
                                + "\"source\":{\"doc\":{\"k\":\"x\",\"n\":2,\"d\":\"NaN\"},\"doc_as_upsert\":true}}",
                        "{\"op\":\"create\"," + start + "\"y\",\"routing\":\"r\",\"status\":409,"
                                + "\"type\":\"version_conflict_engine_exception\",\"reason\":\"there is a document of"
                                + " that id already, and it is not equal to this one\","
                                + "\"source\":{\"k\":\"y\",\"n\":3}}",
                        "{\"op\":\"delete\"," + start + "\"\",\"status\":0,\"type\":\"no_id\","
                                + "\"reason\":\"column 'k' holds no id\",\"source\":null}")
                .allSatisfy(line -> assertThat(DeadLetter.parse(line.getBytes(StandardCharsets.UTF_8))
                                .toJsonLine())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(line + "\n"));
    }

    @Test
    void takesDocumentsWithVectorsThatAreThereForItsOwn() {
        String index = index("'k':{'type':'keyword'},'d':{'type':'double'},'v':{'type':'dense_vector','dims':3},"
                + "'e':{'type':'dense_vector','dims':2,'similarity':'l2_norm'},"
                + "'b':{'type':'dense_vector','dims':2,'element_type':'byte'},'s':{'type':'sparse_vector'},"
                + "'o':{'properties':{'w':{'type':'dense_vector','dims':2,'index':false}}}");
        String row = "SELECT 'x' k, cast('0.1234567890123456789' as decimal(20,19)) d,"
                + " array(float(0.1), float(-0.7), float(3.3)) v, array(0.123456789012D, 2.25D) e, array(3, -4) b,"
                + " map('a', float(0.3), 'c', float(2.7)) s, named_struct('w', array(float(0.2), float(7))) o";

        write(index, row, "operation", "create");
        write(index, row, "operation", "create");

        assertThat(elasticsearch.get("/" + index + "/_doc/x").body()).contains("\"_version\":1,");
        boolean keepsVectors = elasticsearch.versionNumber().startsWith("8.");
        assertThat(source(index, "x").contains("\"v\":")).isEqualTo(keepsVectors);
        String refusal =
                "1 refused; the first refusals: create of 'x': 409 version_conflict_engine_exception: there is a"
                        + " document of that id already, and it is not equal to this one";
        for (String other : List.of(row.replace("3.3", "3.301"), row.replace("-4", "-5"), row.replace("2.7", "2.8"))) {
            assertThatThrownBy(() -> write(index, other, "operation", "create")).hasMessageContaining(refusal);
        }
    }

    @Test
    void takesDocumentsBehindAnAliasThatAreThereForItsOwn() {
        String before = index("'k':{'type':'keyword'},'n':{'type':'long'}");
        String now = index("'k':{'type':'keyword'},'n':{'type':'long'}");
        String alias = elasticsearch.uniqueIndex("alias");
        elasticsearch
                .post(
                        "/_aliases",
                        ("{'actions':[{'add':{'index':'" + before + "','alias':'" + alias + "'}},{'add':{'index':'"
                                        + now + "','alias':'" + alias + "','is_write_index':true}}]}")
                                .replace('\'', '"'))
                .orFail();

        write(alias, "SELECT 'x' k, 1L n", "operation", "create");
        write(alias, "SELECT 'x' k, 1L n", "operation", "create");

        assertThat(elasticsearch.get("/" + now + "/_doc/x").body())
                .contains("\"_version\":1,", "\"_source\":{\"k\":\"x\",\"n\":1}");
        assertThat(elasticsearch.count(before)).isZero();
    }
}
