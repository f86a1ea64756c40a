/**
 * Spark's side of a read: the table, the scan with what is pushed down to it, its partitions and their readers, and the
 * life of the snapshot that they read from. The driver holds the snapshot; workers get slices of it.
 */
@NullMarked
package dev.leat.spark.read;

import org.jspecify.annotations.NullMarked;
