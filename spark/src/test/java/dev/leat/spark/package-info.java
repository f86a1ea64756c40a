/** Tests of the data source. Those that end in IT run with the shaded jar, a local Spark and a real Elasticsearch. */
@NullMarked
package dev.leat.spark;

import org.jspecify.annotations.NullMarked;
