package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries along what is stored in a document and not known to its class, when a value of the class replaces it: fields of
 * a newer version of the application, and our own hidden ones. Unknown is what is stored and does not come back when
 * the stored document is decoded and encoded again.
 */
final class UnknownFields {

    private UnknownFields() {}

    /**
     * The stored document with everything that the class knows as in the new value.
     *
     * @param stored the document as it is stored
     * @param known the same, decoded and encoded again
     * @param wanted the new value, encoded
     */
    static ObjectNode carry(byte[] stored, byte[] known, byte[] wanted) {
        return object(object(stored), object(known), object(wanted));
    }

    private static ObjectNode object(byte[] json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }

    private static ObjectNode object(ObjectNode stored, ObjectNode known, ObjectNode wanted) {
        ObjectNode merged = Json.MAPPER.createObjectNode();
        stored.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode value = wanted.get(name);
            if (value != null) {
                merged.set(name, value(property.getValue(), known.get(name), value));
            } else if (!known.has(name)) {
                merged.set(name, property.getValue());
            }
        });
        wanted.properties().forEach(property -> {
            if (!stored.has(property.getKey())) {
                merged.set(property.getKey(), property.getValue());
            }
        });
        return merged;
    }

    private static JsonNode value(JsonNode asStored, @Nullable JsonNode known, JsonNode wanted) {
        if (wanted.equals(known)) {
            return asStored;
        }
        JsonNode stored = asRead(asStored, known);
        if (stored instanceof ObjectNode storedObject
                && known instanceof ObjectNode knownObject
                && wanted instanceof ObjectNode wantedObject) {
            return object(storedObject, knownObject, wantedObject);
        }
        if (stored instanceof ArrayNode storedArray
                && known instanceof ArrayNode knownArray
                && wanted instanceof ArrayNode wantedArray
                && storedArray.size() == knownArray.size()) {
            return array(storedArray, knownArray, wantedArray);
        }
        return wanted;
    }

    /** What the class was read from, where one value stands for a list of one, or nulls are in a list. */
    private static JsonNode asRead(JsonNode stored, @Nullable JsonNode known) {
        if (known instanceof ArrayNode read && !(stored instanceof ArrayNode list && list.size() == read.size())) {
            ArrayNode elements = Json.MAPPER.createArrayNode();
            Iterable<JsonNode> all = stored instanceof ArrayNode list ? list : List.of(stored);
            all.forEach(element -> {
                if (!element.isNull()) {
                    elements.add(element);
                }
            });
            return elements;
        }
        boolean single = known instanceof ObjectNode && stored instanceof ArrayNode && stored.size() == 1;
        return single ? stored.get(0) : stored;
    }

    /** Elements have no names: one that is unchanged is found by its content, a changed one by its place if all kept theirs. */
    private static ArrayNode array(ArrayNode stored, ArrayNode known, ArrayNode wanted) {
        ArrayNode merged = Json.MAPPER.createArrayNode();
        boolean[] used = new boolean[known.size()];
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode element = wanted.get(i);
            int same = find(known, element, used, i);
            if (same >= 0) {
                used[same] = true;
                merged.add(stored.get(same));
            } else if (wanted.size() == known.size() && element.isObject() && !used[i]) {
                used[i] = true;
                merged.add(value(stored.get(i), known.get(i), element));
            } else {
                merged.add(element);
            }
        }
        return merged;
    }

    private static int find(ArrayNode known, JsonNode element, boolean[] used, int place) {
        if (place < known.size() && !used[place] && known.get(place).equals(element)) {
            return place;
        }
        for (int i = 0; i < known.size(); i++) {
            if (!used[i] && known.get(i).equals(element)) {
                return i;
            }
        }
        return -1;
    }
}
