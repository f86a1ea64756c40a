package dev.leat.spark.read;

import dev.leat.elastic.scan.Slice;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** A partition as a worker gets it. */
record SlicePartition(List<Slice> slices) implements InputPartition {

    SlicePartition {
        slices = List.copyOf(slices);
    }
}
