package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** New values for some fields of a document, by their names on the wire. Not thread-safe. */
final class Changes {

    private final Map<String, @Nullable JsonNode> values = new LinkedHashMap<>();

    /** Gives a field a value: text, a number, a truth value, a moment or a map of JSON; null takes the field away. */
    Changes set(String name, @Nullable Object value) {
        Object plain = value instanceof Instant moment ? moment.toString() : value;
        values.put(name, plain == null ? null : Json.MAPPER.valueToTree(plain));
        return this;
    }

    /** Gives a field an object of the protocol. */
    <V> Changes setObject(String name, DocumentType<V> type, V value) {
        values.put(name, Json.MAPPER.readTree(type.encode(value)));
        return this;
    }

    /** Gives the fields that a document has the values that they have in it. */
    <V> Changes setAll(DocumentType<V> type, V value) {
        Json.MAPPER
                .readTree(type.encode(value))
                .properties()
                .forEach(property -> values.put(property.getKey(), property.getValue()));
        return this;
    }

    /** The document with the new values. It goes through its JSON: the protocol's documents have forty fields. */
    <T> T applyTo(DocumentType<T> type, String id, T document) {
        ObjectNode tree = (ObjectNode) Json.MAPPER.readTree(type.encode(document));
        values.forEach((name, value) -> {
            if (value == null) {
                tree.remove(name);
            } else {
                tree.set(name, value);
            }
        });
        return type.decode(id, Json.MAPPER.writeValueAsBytes(tree));
    }
}
