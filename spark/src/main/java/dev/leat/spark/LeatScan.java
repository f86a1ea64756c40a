package dev.leat.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scans an index into a distributed collection, in one call. Nothing is read before an action asks for it; then every
 * partition is read where Spark runs it. There are as many partitions as the documents deserve, or as the option {@code
 * slices} says.
 */
public final class LeatScan {

    private LeatScan() {}

    /** The documents as rows, of the cluster that the session's {@code spark.datasource.leat.nodes} names. */
    public static Dataset<Row> dataset(SparkSession spark, String index) {
        return dataset(spark, index, Map.of());
    }

    /** The documents as rows. */
    public static Dataset<Row> dataset(SparkSession spark, String index, Map<String, String> options) {
        return spark.read().format("leat").options(options).load(index);
    }

    /** The documents as rows, in exactly that many partitions. */
    public static Dataset<Row> dataset(SparkSession spark, String index, Map<String, String> options, int partitions) {
        Map<String, String> all = new HashMap<>(options);
        all.put("slices", Integer.toString(partitions));
        return dataset(spark, index, all);
    }

    /** The documents as they were sent to Elasticsearch, each a line of JSON. */
    public static Dataset<String> documents(SparkSession spark, String index, Map<String, String> options) {
        return dataset(spark, index, options).select("_source").as(Encoders.STRING());
    }
}
