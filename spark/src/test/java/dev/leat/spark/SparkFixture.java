package dev.leat.spark;

import dev.leat.testing.TestElasticsearch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The Spark that the tests of a JVM share: two threads in this process, and every task may fail once. */
final class SparkFixture {

    private SparkFixture() {}

    static SparkSession spark() {
        return SparkSession.builder()
                .master("local[2,2]")
                .appName("leat-spark tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .getOrCreate();
    }

    /** Makes an index and puts documents in, ids counted from 0. */
    static String index(TestElasticsearch elasticsearch, String name, String body, List<String> documents) {
        String index = elasticsearch.uniqueIndex(name);
        elasticsearch.put("/" + index, body).orFail();
        if (documents.isEmpty()) {
            return index;
        }
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id < documents.size(); id++) {
            lines.append("{\"index\":{\"_id\":\"").append(id).append("\"}}\n");
            lines.append(documents.get(id).replace("\n", " ")).append('\n');
        }
        String answer = elasticsearch
                .postLines("/" + index + "/_bulk?refresh=true", lines.toString())
                .orFail()
                .body();
        if (answer.contains("\"errors\":true")) {
            throw new AssertionError(answer);
        }
        return index;
    }

    static Dataset<Row> load(TestElasticsearch elasticsearch, String index, String... options) {
        Map<String, String> all = new TreeMap<>();
        all.put("nodes", elasticsearch.url().toString());
        for (int option = 0; option < options.length; option += 2) {
            all.put(options[option], options[option + 1]);
        }
        return LeatScan.dataset(spark(), index, all);
    }
}
