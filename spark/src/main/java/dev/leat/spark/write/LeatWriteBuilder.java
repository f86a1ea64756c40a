package dev.leat.spark.write;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.spark.option.IdSource;
import dev.leat.spark.option.WriteOptions;
import dev.leat.spark.schema.TargetMapping;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/**
 * Plans a write. Says that it can replace all documents, only so that the refusal to do it is in words of ours: Spark's
 * would not say what there is instead.
 */
public final class LeatWriteBuilder implements SupportsTruncate {

    private final Map<String, String> tableOptions;
    private final LogicalWriteInfo info;

    /** @param tableOptions of the table, which those of the write override */
    public LeatWriteBuilder(Map<String, String> tableOptions, LogicalWriteInfo info) {
        this.tableOptions = tableOptions;
        this.info = info;
    }

    @Override
    public WriteBuilder truncate() {
        throw new ConfigException(
                "mode", "'overwrite' is not supported; use mode(\"append\"), which replaces documents of the same id");
    }

    @Override
    public Write build() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(tableOptions);
        all.putAll(info.options());
        WriteOptions options = WriteOptions.parse(all);
        if (options.ids() == IdSource.GENERATED && speculates()) {
            throw new ConfigException(
                    "ids",
                    "'generated' needs spark.speculation=false: of two attempts at once, each may have its rows in"
                            + " another order; or name an 'id-column'");
        }
        try (Cluster cluster = options.connection().connect()) {
            TargetMapping mapping = TargetMapping.read(cluster, options.index());
            String job = UUID.randomUUID().toString();
            return new IndexWrite(WritePlan.of(options, mapping, info.schema(), job));
        }
    }

    private static boolean speculates() {
        return SparkSession.active().sparkContext().getConf().getBoolean("spark.speculation", false);
    }
}
