package dev.leat.spark.read;

import org.apache.spark.sql.connector.read.InputPartition;

/** The only partition of a read that takes its snapshot itself, in the task. */
record SelfContainedPartition() implements InputPartition {}
