/**
 * The Elasticsearch side of a sync pair: documents by id in real time, written by compare-and-set, and the feed of their
 * sequence numbers. It knows what a table looks like, and nothing of Cassandra; how keys are brought in step it leaves to
 * {@code sync}.
 */
@NullMarked
package dev.leat.cassandra.index;

import org.jspecify.annotations.NullMarked;
