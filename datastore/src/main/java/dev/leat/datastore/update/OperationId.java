package dev.leat.datastore.update;

/**
 * The name under which a document notes that an update was carried out, so that one that arrives twice counts once. A
 * document keeps the last number of each lane: a lane has at most one update of a document under way, and numbers that
 * grow.
 */
record OperationId(String lane, long number) {}
