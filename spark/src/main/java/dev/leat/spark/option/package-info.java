/**
 * The options of {@code format("leat")}: our own names and those of Elasticsearch for Hadoop, read into one record. A
 * wrong option is an error that names the nearest right one; secrets print as {@code ***}. Knows nothing of mappings,
 * queries or rows.
 */
@NullMarked
package dev.leat.spark.option;

import org.jspecify.annotations.NullMarked;
