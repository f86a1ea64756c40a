package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Version;

/**
 * A document as it is stored.
 *
 * @param source its JSON, as it was sent to Elasticsearch; empty when the index does not keep it
 */
@SuppressWarnings("ArrayRecordComponent") // documents are never compared
public record StoredDocument(String id, Version version, byte[] source) {}
