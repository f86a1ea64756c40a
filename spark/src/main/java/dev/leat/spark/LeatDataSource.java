package dev.leat.spark;

import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.read.LeatTable;
import dev.leat.spark.schema.IndexSchema;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Spark's way in: {@code spark.read().format("leat").load("my-index")}. Options may also stand in the session, as {@code
 * spark.datasource.leat.nodes} and so on. Loading asks the cluster for the mapping and for a sample of documents; it
 * takes no snapshot. And its way out: {@code write().format("leat").mode("append").save("my-index")}.
 */
public final class LeatDataSource implements TableProvider, DataSourceRegister, SessionConfigSupport {

    /** Of the last {@link #inferSchema}, which Spark calls right before {@link #getTable}. */
    private @Nullable IndexSchema inferred;

    public LeatDataSource() {}

    @Override
    public String shortName() {
        return "leat";
    }

    @Override
    public String keyPrefix() {
        return "leat";
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        inferred = IndexSchema.read(ReadOptions.parse(options));
        return inferred.type();
    }

    /** The same for reading and for writing: Spark does not say which of them it is. */
    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        Redaction.addTo(SparkSession.active());
        ReadOptions options = ReadOptions.parse(properties);
        IndexSchema known = inferred;
        return known != null && known.type().equals(schema)
                ? new LeatTable(properties, options, known)
                : new LeatTable(properties, options, schema);
    }
}
