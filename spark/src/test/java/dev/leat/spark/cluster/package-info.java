/**
 * A Spark cluster of processes on loopback, and what the tests run on it: the example application, compiled as its user
 * would, and a program that does on the driver what it is told. They get the shaded jar, as on any cluster.
 */
@NullMarked
package dev.leat.spark.cluster;

import org.jspecify.annotations.NullMarked;
