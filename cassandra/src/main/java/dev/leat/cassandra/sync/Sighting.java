package dev.leat.cassandra.sync;

/**
 * A key that a scan or a feed came by, and what its row or document looked like. It tells where to look; what is done is
 * decided from what is read then.
 */
public record Sighting(RowKey key, Fingerprint image) {}
