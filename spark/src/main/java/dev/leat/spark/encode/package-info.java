/**
 * Rows as JSON documents, the inverse of {@code decode}: what the reader makes a column of is written so that the reader
 * makes the same of it. Knows the mapping that is written to; knows nothing of bulk requests, ids or tasks.
 */
@NullMarked
package dev.leat.spark.encode;

import org.jspecify.annotations.NullMarked;
