/**
 * What the documents of an index look like to Spark: reads the mappings of all indices that a name stands for, merges
 * them, looks at a sample to find arrays, and makes columns of them. It also says of each column what a search can tell
 * about it for certain. Knows nothing of rows or of queries.
 */
@NullMarked
package dev.leat.spark.schema;

import org.jspecify.annotations.NullMarked;
