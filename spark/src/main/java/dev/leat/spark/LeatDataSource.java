package dev.leat.spark;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.read.LeatTable;
import dev.leat.spark.schema.IndexSchema;
import java.util.Map;
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
 * takes no snapshot.
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
        inferred = read(ReadOptions.parse(options));
        return inferred.type();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        ReadOptions options = ReadOptions.parse(properties);
        IndexSchema known = inferred;
        if (known == null || !known.type().equals(schema)) {
            known = read(options).as(schema);
        }
        return new LeatTable(options, known);
    }

    private static IndexSchema read(ReadOptions options) {
        try (Cluster cluster = options.connection().connect()) {
            return IndexSchema.read(cluster, options);
        }
    }
}
