package dev.leat.spark.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.leat.spark.LeatScan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * A driver that does what it is told, line by line: {@code fail} begins a query whose tasks throw, {@code block FOLDER
 * KEEP-ALIVE} one whose tasks make a file in the folder and never end, {@code cancel} ends that. It says when a query has
 * ended, and how.
 */
public final class Orders {

    private static final String BLOCKED = "blocked";

    private final SparkSession spark;
    private final String index;

    private Orders(SparkSession spark, String index) {
        this.spark = spark;
        this.index = index;
    }

    /** The argument is the index; the password comes in the environment. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("orders").getOrCreate();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Orders driver = new Orders(spark, arguments[0]);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                driver.carryOut(order.split(" "));
            }
        }
    }

    private void carryOut(String[] order) {
        switch (order[0]) {
            case "fail" ->
                query("5m", number -> {
                    throw new IllegalStateException("thrown on purpose");
                });
            case "block" -> {
                String folder = order[1];
                Thread.ofPlatform().start(() -> {
                    spark.sparkContext().setJobGroup(BLOCKED, "a query that does not end", true);
                    query(order[2], number -> {
                        Path sign =
                                Path.of(folder, Long.toString(TaskContext.get().taskAttemptId()));
                        if (!Files.exists(sign)) {
                            Files.createFile(sign);
                        }
                        new CountDownLatch(1).await();
                        return number;
                    });
                });
            }
            case "cancel" -> spark.sparkContext().cancelJobGroup(BLOCKED);
            default -> throw new IllegalArgumentException("no such order: " + order[0]);
        }
    }

    private void query(String keepAlive, UDF1<Integer, Integer> change) {
        String password = System.getenv("PASSWORD");
        Map<String, String> options = Map.of("user", "elastic", "password", password, "keep-alive", keepAlive);
        try {
            long rows = LeatScan.dataset(spark, index, options)
                    .select(udf(change, DataTypes.IntegerType)
                            .apply(col("level"))
                            .as("level"))
                    .collectAsList()
                    .size();
            System.out.println("ended: " + rows + " rows");
        } catch (Exception e) {
            // Spark throws checked exceptions that Scala does not declare.
            System.out.println("ended: " + rootCause(e).toString().replace('\n', ' '));
        }
    }

    private static Throwable rootCause(Throwable error) {
        return error.getCause() == null ? error : rootCause(error.getCause());
    }
}
