package dev.leat.datastore.mapping;

import dev.leat.elastic.Json;
import tools.jackson.databind.JsonNode;

/** JSON trees, written and read as they are. */
final class TreeCodec implements Codec {

    @Override
    public void write(Object value, Writing writing) {
        Trees.write((JsonNode) value, writing);
    }

    @Override
    public Object read(Reading reading) {
        return Json.MAPPER.readTree(reading.in());
    }
}
