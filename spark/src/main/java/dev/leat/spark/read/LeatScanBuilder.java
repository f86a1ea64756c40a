package dev.leat.spark.read;

import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.IndexSchema;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Learns from Spark what a query needs. Used once, by one thread. */
final class LeatScanBuilder implements SupportsPushDownRequiredColumns {

    private final ReadOptions options;
    private final IndexSchema schema;
    private final String table;
    private StructType wanted;

    LeatScanBuilder(ReadOptions options, IndexSchema schema, String table) {
        this.options = options;
        this.schema = schema;
        this.table = table;
        this.wanted = schema.type();
    }

    @Override
    public void pruneColumns(StructType required) {
        wanted = required;
    }

    @Override
    public Scan build() {
        RowPlan rows = RowPlan.of(schema.columns(), wanted);
        ReadPlan plan = new ReadPlan(options, rows, rows.projection(schema.columns()), options.query(), Long.MAX_VALUE);
        return new IndexBatch(plan, wanted, table);
    }
}
