/**
 * Says Spark's filters in Elasticsearch's query language, as far as that is certain: exactly, or at least so that nothing
 * is missing and Spark looks again. docs/spark.md has the table. Knows nothing of scans.
 */
@NullMarked
package dev.leat.spark.filter;

import org.jspecify.annotations.NullMarked;
