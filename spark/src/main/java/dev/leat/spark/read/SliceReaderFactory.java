package dev.leat.spark.read;

import dev.leat.elastic.UnavailableException;
import dev.leat.spark.decode.RowDecoder;
import dev.leat.spark.option.Connection;
import dev.leat.spark.option.Mismatch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** What workers need besides their slice. Travels with the secrets in it, and prints none. */
record SliceReaderFactory(Connection connection, RowPlan rows, Mismatch onMismatch) implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return switch (partition) {
            case SlicePartition slices ->
                new SliceRowReader(connection.connect(), slices.slices(), rows, new RowDecoder(onMismatch), null);
            case FailedPartition failed -> throw new UnavailableException(failed.reason(), null);
            default -> throw new IllegalArgumentException("not a partition of Leat's: " + partition);
        };
    }
}
