/**
 * The datastore beside the official Java client: the same documents, the same node, the same work. {@code Fork} is the
 * main class of a process that measures one of the two; the benchmark above starts several of each in turn.
 *
 * <p>What the peer does is what its documentation shows: typed requests, and Jackson for the documents.
 */
@NullMarked
package dev.leat.benchmarks.datastore;

import org.jspecify.annotations.NullMarked;
