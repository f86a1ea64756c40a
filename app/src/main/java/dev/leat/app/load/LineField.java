package dev.leat.app.load;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * The field of a document that holds its id or version: a name, or a path with dots.
 *
 * @param path empty for none
 * @param gives what it holds, for messages
 */
record LineField(String path, String gives) {

    boolean isNone() {
        return path.isEmpty();
    }

    /** What a scanned document holds there: a text as it is, a number or boolean as it is written. */
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
        String text = first == '"' ? unquoted(value) : new String(value, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            throw missing();
        }
        return text;
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
        return new MalformedLineException(
                "the field '" + path + "', which is to give the " + gives + ", has no text or number");
    }
}
