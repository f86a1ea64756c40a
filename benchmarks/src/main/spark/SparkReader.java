import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads an index through Spark, with whichever Spark and data source are on the class path: {@code SparkReader FORMAT INDEX
 * KEY=VALUE...}. Each line of standard input names a task; the answer is a line that begins with {@code done}. It is started
 * from its source, so that it runs with the Java and the Spark of each contender.
 */
public final class SparkReader {

    private final SparkSession spark;
    private final List<String> arguments;

    private SparkReader(SparkSession spark, List<String> arguments) {
        this.spark = spark;
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        spark.sparkContext().setLogLevel("WARN");
        SparkReader reader = new SparkReader(spark, List.of(arguments));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready Spark " + spark.version());
        for (String task = in.readLine(); task != null; task = in.readLine()) {
            System.out.println("done " + reader.carryOut(task));
        }
        spark.stop();
    }

    /** A new DataFrame each time, as a query of its own has. */
    private Dataset<Row> rows() {
        var reader = spark.read().format(arguments.get(0));
        for (String option : arguments.subList(2, arguments.size())) {
            int equals = option.indexOf('=');
            reader = reader.option(option.substring(0, equals), option.substring(equals + 1));
        }
        return reader.load(arguments.get(1));
    }

    private String carryOut(String task) {
        switch (task) {
            case "read":
                readAll(rows());
                return "";
            case "columns":
                readAll(rows().select("status", "amount"));
                return "";
            case "filter":
                readAll(rows().filter("status = 'open' AND customer < 'c-2'"));
                return "";
            case "count":
                return Long.toString(rows().count());
            case "check":
                // The last digits of a sum of doubles depend on the order.
                return rows().groupBy("status").agg(java.util.Map.of("amount", "sum", "id", "count")).collectAsList().stream()
                        .map(row -> String.format(Locale.ROOT, "%s=%d/%.3e", row.getString(0), row.<Long>getAs("count(id)"),
                                row.<Double>getAs("sum(amount)")))
                        .sorted()
                        .reduce("", (a, b) -> a + " " + b)
                        + " open and small: " + rows().filter("status = 'open' AND customer < 'c-2'").count();
            default:
                throw new IllegalArgumentException("no such task: " + task);
        }
    }

    private static void readAll(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }
}
