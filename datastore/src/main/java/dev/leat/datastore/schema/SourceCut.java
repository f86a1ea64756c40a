package dev.leat.datastore.schema;

import dev.leat.elastic.Json;
import dev.leat.elastic.scan.Hit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a document looks like in the target of a migration: its bytes untouched, or without the fields left behind. Pure. */
final class SourceCut {

    private final List<String[]> paths;

    SourceCut(List<String> paths) {
        this.paths = paths.stream().map(path -> path.split("\\.")).toList();
    }

    byte[] cut(Hit hit) {
        return cut(hit.source());
    }

    byte[] cut(byte[] source) {
        if (paths.isEmpty() || !(Json.MAPPER.readTree(source) instanceof ObjectNode document)) {
            return source;
        }
        boolean changed = false;
        for (String[] path : paths) {
            changed |= remove(document, path, 0);
        }
        return changed ? Json.MAPPER.writeValueAsBytes(document) : source;
    }

    private static boolean remove(JsonNode node, String[] path, int depth) {
        if (node instanceof ArrayNode array) {
            boolean changed = false;
            for (JsonNode element : array) {
                changed |= remove(element, path, depth);
            }
            return changed;
        }
        if (!(node instanceof ObjectNode object)) {
            return false;
        }
        if (depth == path.length - 1) {
            return object.remove(path[depth]) != null;
        }
        JsonNode next = object.get(path[depth]);
        return next != null && remove(next, path, depth + 1);
    }
}
