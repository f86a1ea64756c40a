package com.example;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import dev.leat.spark.LeatScan;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Finds the rivers that were in flood among the readings of their gauges, on a Spark cluster. The arguments are the index
 * and the folder for the table, one that all workers see. Which Elasticsearch, and with which credentials, is said to
 * {@code spark-submit}: {@code --conf spark.datasource.leat.nodes=…}.
 */
public final class Floods {

    private static final int FLOOD = 400;

    private Floods() {}

    public static void main(String[] arguments) throws IOException {
        String index = arguments[0];
        String folder = arguments[1];
        try (SparkSession spark = SparkSession.builder().appName("floods").getOrCreate()) {
            Dataset<Row> floods = LeatScan.dataset(spark, index)
                    .filter(col("level").gt(FLOOD)) // Elasticsearch does this: no other document leaves it
                    .groupBy("river")
                    .agg(
                            count(lit(1)).as("readings"),
                            max("level").as("highest"),
                            sum(col("level").minus(FLOOD)).as("excess"))
                    .orderBy("river");
            floods.coalesce(1)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .option("header", true)
                    .csv(folder);
            spark.read().option("header", true).csv(folder).show();
        }
    }
}
