/**
 * Two-way sync of Cassandra tables and Elasticsearch indices. A sync pair is one table with one index; what makes the two
 * converge lives in {@code sync}, what talks to either store beside it. Stands on {@code elastic} alone.
 */
@NullMarked
package dev.leat.cassandra;

import org.jspecify.annotations.NullMarked;
