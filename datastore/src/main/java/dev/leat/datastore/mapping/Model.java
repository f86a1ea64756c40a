package dev.leat.datastore.mapping;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A class as the reader understood it.
 *
 * @param fields by path, in the order of their paths
 * @param patterns fields that are found by path but not listed: sub-fields, and {@code map.*} for the keys of a map
 */
record Model(ObjectCodec codec, Map<String, Field> fields, Map<String, Field> patterns, ObjectNode mapping) {

    static ObjectNode root(String dynamic, List<ObjectNode> templates, ObjectNode properties, ObjectNode root) {
        root.put("dynamic", dynamic);
        root.put("date_detection", false);
        if (!templates.isEmpty()) {
            ArrayNode array = root.putArray("dynamic_templates");
            templates.forEach(array::add);
        }
        root.set("properties", Trees.sorted(properties));
        return root;
    }
}
