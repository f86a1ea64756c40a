package dev.leat.spark.read;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.spark.decode.RowDecoder;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A read of so little that one task does all of it, from the snapshot to the last row: first rows, or totals. */
record SelfContainedBatch(
        ReadPlan plan,
        StructType type,
        String table,
        @Nullable TopRows top,
        @Nullable Totals totals) implements Scan, Batch {

    @Override
    public StructType readSchema() {
        return type;
    }

    @Override
    public String description() {
        return table
                + (plan.query() == null ? "" : ", query " + plan.query())
                + (top == null ? "" : ", first " + top)
                + (totals == null ? "" : ", totals");
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return new InputPartition[] {new SelfContainedPartition()};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new Factory(plan, top, totals);
    }

    @Override
    public String toString() {
        return description();
    }

    private record Factory(
            ReadPlan plan, @Nullable TopRows top, @Nullable Totals totals) implements PartitionReaderFactory {

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            Cluster cluster = plan.options().connection().connect();
            try {
                return totals == null ? rows(cluster) : totals(cluster, totals);
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        }

        private PartitionReader<InternalRow> rows(Cluster cluster) {
            IndexScan scan = TopRows.open(cluster, plan);
            try {
                return new SliceRowReader(
                        cluster,
                        top == null ? scan.slices() : top.slices(cluster, scan, plan),
                        plan.rows(),
                        new RowDecoder(plan.options().onMismatch()),
                        scan);
            } catch (RuntimeException e) {
                scan.close();
                throw e;
            }
        }

        private PartitionReader<InternalRow> totals(Cluster cluster, Totals wanted) {
            try (IndexScan scan = TopRows.open(cluster, plan)) {
                return new OneRow(wanted.find(cluster, scan, plan.query()));
            } finally {
                cluster.close();
            }
        }
    }

    /** A row that is there already. */
    private static final class OneRow implements PartitionReader<InternalRow> {

        private final Iterator<GenericInternalRow> rows;
        private final GenericInternalRow row;

        OneRow(GenericInternalRow row) {
            this.rows = List.of(row).iterator();
            this.row = row;
        }

        @Override
        public boolean next() {
            boolean more = rows.hasNext();
            if (more) {
                rows.next();
            }
            return more;
        }

        @Override
        public InternalRow get() {
            return row;
        }

        @Override
        public void close() {
            // There is nothing to give back.
        }
    }
}
