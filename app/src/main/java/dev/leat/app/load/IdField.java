package dev.leat.app.load;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * The field of a document that holds its id: a name, or a path with dots.
 *
 * @param path empty for none
 */
record IdField(String path) {

    boolean isNone() {
        return path.isEmpty();
    }

    /** The id that a scanned document holds: a text as it is, a number or boolean as it is written. */
    String read(JsonScanner document) throws MalformedLineException {
        int whole = document.find(path.getBytes(StandardCharsets.UTF_8));
        if (whole >= 0) {
            return text(document.copyValue(whole));
        }
        int dot = path.indexOf('.');
        int first = dot < 0 ? -1 : document.find(path.substring(0, dot).getBytes(StandardCharsets.UTF_8));
        if (first < 0) {
            throw missing();
        }
        JsonNode inner = Json.MAPPER.readTree(document.copyValue(first));
        for (String name : path.substring(dot + 1).split("\\.", -1)) {
            inner = inner.path(name);
        }
        if (inner.isMissingNode()) {
            throw missing();
        }
        return text(inner.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String text(byte[] value) throws MalformedLineException {
        byte first = value[0];
        if (first == '{' || first == '[' || first == 'n') {
            throw missing();
        }
        String id = first == '"' ? unquoted(value) : new String(value, StandardCharsets.UTF_8);
        if (id.isEmpty()) {
            throw missing();
        }
        return id;
    }

    private static String unquoted(byte[] value) {
        for (byte next : value) {
            if (next == '\\') {
                return Json.MAPPER.readTree(value).asString();
            }
        }
        return new String(value, 1, value.length - 2, StandardCharsets.UTF_8);
    }

    private MalformedLineException missing() {
        return new MalformedLineException("the field '" + path + "', which is to give the id, has no text or number");
    }
}
