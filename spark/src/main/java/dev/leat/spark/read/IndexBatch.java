package dev.leat.spark.read;

import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A read as Spark plans it. The cluster is not asked for anything before the query is carried out. Two that read the same
 * are equal, so that Spark may read once for both.
 */
final class IndexBatch implements Scan, Batch {

    private final ReadPlan plan;
    private final StructType type;
    private final String table;
    private final ScanLease.Anchor anchor = new ScanLease.Anchor();

    IndexBatch(ReadPlan plan, StructType type, String table) {
        this.plan = plan;
        this.type = type;
        this.table = table;
    }

    @Override
    public StructType readSchema() {
        return type;
    }

    @Override
    public String description() {
        return table
                + (plan.query() == null ? "" : ", query " + plan.query())
                + (plan.limit() == Long.MAX_VALUE ? "" : ", limit " + plan.limit());
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    /** Spark would ask the partitions otherwise, and open the snapshot to explain a query. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        SparkContext context = SparkSession.active().sparkContext();
        Leases leases = Leases.of(context);
        ScanLease lease = new ScanLease(plan, Leases.SCOPE_PREFIX + table, leases);
        int partitions = leases.open(lease, context);
        Leases.closeWithout(anchor, lease);
        return IntStream.range(0, partitions)
                .mapToObj(number -> new LeasedPartition(lease, anchor, number))
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new SliceReaderFactory(
                plan.options().connection(), plan.rows(), plan.options().onMismatch());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IndexBatch batch
                && batch.plan.equals(plan)
                && batch.type.equals(type)
                && batch.table.equals(table);
    }

    @Override
    public int hashCode() {
        return plan.hashCode();
    }

    @Override
    public String toString() {
        return description();
    }
}
