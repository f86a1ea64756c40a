package dev.leat.datastore.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the values of a field in a source the way Elasticsearch does: lists are opened, and a name may hold dots. */
final class SourceValues {

    private final List<JsonNode> found = new ArrayList<>();

    private SourceValues() {}

    /** The single values at a path; nulls are none. */
    static List<JsonNode> at(JsonNode source, String path) {
        SourceValues values = new SourceValues();
        values.collect(source, path);
        return values.found;
    }

    private void collect(@Nullable JsonNode node, String path) {
        if (node == null || node.isNull()) {
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, path));
        } else if (path.isEmpty()) {
            if (!node.isObject()) {
                found.add(node);
            }
        } else if (node.isObject()) {
            collect(node.get(path), "");
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                collect(node.get(path.substring(0, dot)), path.substring(dot + 1));
            }
        }
    }
}
