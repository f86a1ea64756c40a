package dev.leat.cassandra.sync;

/**
 * The version of one document in Elasticsearch, as a compare-and-set names it.
 *
 * @param index the concrete index: the numbers mean nothing in another one
 */
public record Version(String index, long sequenceNumber, long primaryTerm) {}
