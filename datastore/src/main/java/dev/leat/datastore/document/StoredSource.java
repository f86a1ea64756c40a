package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as it is stored.
 *
 * @param source as far as it was asked for, and empty when it was not; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go through untouched; never compared as a record
public record StoredSource(String id, VersionToken version, byte[] source) {

    public Place place() {
        return new Place(version.index(), id);
    }

    public ObjectNode tree() {
        return source.length == 0 ? Json.MAPPER.createObjectNode() : (ObjectNode) Json.MAPPER.readTree(source);
    }
}
