/**
 * Elasticsearch indices as Spark DataFrames: {@link dev.leat.spark.LeatDataSource} is what {@code format("leat")} finds,
 * {@link dev.leat.spark.LeatScan} the shortest way to a distributed collection. Stands on {@code elastic} alone.
 */
@NullMarked
package dev.leat.spark;

import org.jspecify.annotations.NullMarked;
