package dev.leat.spark.read;

import org.apache.spark.sql.connector.read.InputPartition;

/** A partition for which there is no snapshot. It fails when it is read, which cached data need not be. */
record FailedPartition(String reason) implements InputPartition {}
