package dev.leat.spark.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one index.
 *
 * @param fields by path, in the order of the mapping
 * @param dynamics what becomes of new fields, by path of the object; the empty path is the top
 */
record IndexMapping(String index, Map<String, Declaration> fields, Map<String, String> dynamics) {

    IndexMapping {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        dynamics = Map.copyOf(dynamics);
    }

    /** Whether a document may hold a value at a path that the mapping does not have. */
    boolean mayHoldUnmapped(String path) {
        String parent = path;
        while (!parent.isEmpty()) {
            parent = parent.contains(".") ? parent.substring(0, parent.lastIndexOf('.')) : "";
            String dynamic = dynamics.get(parent);
            if (dynamic != null) {
                return Set.of("false", "runtime").contains(dynamic);
            }
            if (fields.containsKey(parent)) {
                return true;
            }
        }
        return true;
    }
}
