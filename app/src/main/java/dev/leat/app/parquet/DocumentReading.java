package dev.leat.app.parquet;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One pass over a document that fills its row. Paths with dots mean the same as objects in objects, as they do in
 * Elasticsearch. Used once.
 */
final class DocumentReading {

    private static final Unfit ARRAY = new Unfit("is an array, and the sample had none", Unfit.Remedy.ARRAY_FIELD);
    private static final Unfit SEVERAL = new Unfit("has several values", Unfit.Remedy.ARRAY_FIELD);
    private static final Unfit OBJECT = new Unfit("is an object");
    private static final Unfit NO_OBJECT = new Unfit("is no object");

    private final JsonParser parser;
    private final byte[] source;
    private final int[] indices;
    private final Mismatches mismatches;
    private final Consumer<String> leftOut;

    /** @param indices room for the place in the array of each node */
    DocumentReading(JsonParser parser, byte[] source, int[] indices, Mismatches mismatches, Consumer<String> leftOut) {
        this.parser = parser;
        this.source = source;
        this.indices = indices;
        this.mismatches = mismatches;
        this.leftOut = leftOut;
    }

    /** The values of all columns, of the object where the parser stands. */
    @Nullable
    Object[] read(Node root) {
        @Nullable Object[] row = new Object[root.size()];
        readObject(root, row, "");
        return row;
    }

    /** @param before what the names in this object continue, with a dot at its end if it is anything */
    private void readObject(Node node, @Nullable Object[] row, String before) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = before + parser.currentName();
            parser.nextToken();
            if (!readField(node, row, name)) {
                if (parser.currentToken() != JsonToken.VALUE_NULL) {
                    leftOut.accept(node.at(name));
                }
                parser.skipChildren();
            }
        }
    }

    /** Reads the value of a field, whose name may be a path; false when it has no column. */
    private boolean readField(Node node, @Nullable Object[] row, String name) {
        Node child = node.find(name);
        if (child != null) {
            readValue(child, row);
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Node first = node.find(name.substring(0, dot));
            if (first != null && first.isJson()) {
                String rest = Json.MAPPER.writeValueAsString(name.substring(dot + 1));
                putJson(first, row, "{" + rest + ":" + rawValue() + "}");
                return true;
            }
            if (first != null && first.isGroup() && hasColumn(first, name.substring(dot + 1))) {
                return readField(first, groupOf(first, row), name.substring(dot + 1));
            }
        }
        if (parser.currentToken() == JsonToken.START_OBJECT && node.hasNamesBelow(name)) {
            readObject(node, row, name + ".");
            return true;
        }
        return false;
    }

    private static boolean hasColumn(Node node, String name) {
        if (node.find(name) != null || node.hasNamesBelow(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Node first = node.find(name.substring(0, dot));
            if (first != null && (first.isJson() || (first.isGroup() && hasColumn(first, name.substring(dot + 1))))) {
                return true;
            }
        }
        return false;
    }

    /** The group that a path goes through: the one that is there, or a new one. Of a list, its last. */
    private @Nullable Object[] groupOf(Node node, @Nullable Object[] row) {
        if (!node.isMany()) {
            if (row[node.place()] == null) {
                row[node.place()] = new Object[node.size()];
            }
            return (@Nullable Object[]) Objects.requireNonNull(row[node.place()]);
        }
        List<@Nullable Object> list = listOf(node, row);
        if (list.isEmpty() || list.getLast() == null) {
            list.add(new Object[node.size()]);
        }
        indices[node.number()] = list.size() - 1;
        return (@Nullable Object[]) Objects.requireNonNull(list.getLast());
    }

    @SuppressWarnings("unchecked") // a list was put there, or nothing
    private static List<@Nullable Object> listOf(Node node, @Nullable Object[] row) {
        Object list = row[node.place()];
        if (list == null) {
            list = new ArrayList<>();
            row[node.place()] = list;
        }
        return (List<@Nullable Object>) list;
    }

    private void readValue(Node node, @Nullable Object[] row) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (node.isMany()) {
            readElements(node, listOf(node, row));
        } else if (node.isJson()) {
            putJson(node, row, rawValue());
        } else if (token == JsonToken.START_ARRAY) {
            readUnexpectedArray(node);
        } else if (row[node.place()] == null) {
            row[node.place()] = readOne(node);
        } else if (node.isGroup() && token == JsonToken.START_OBJECT) {
            readObject(node, groupOf(node, row), "");
        } else {
            unfit(node, SEVERAL);
        }
    }

    /** Objects that come in pieces, by paths with dots, are put together. */
    private void putJson(Node node, @Nullable Object[] row, String json) {
        Object held = row[node.place()];
        if (held == null) {
            row[node.place()] = Binary.fromString(json);
            return;
        }
        String before = ((Binary) held).toStringUsingUTF8();
        if (before.startsWith("{") && json.startsWith("{")) {
            String separator = before.length() > 2 && json.length() > 2 ? "," : "";
            row[node.place()] =
                    Binary.fromString(before.substring(0, before.length() - 1) + separator + json.substring(1));
        } else {
            mismatches.add(node.path(), node.path(indices), new Unfit("has several values"), json);
        }
    }

    /** An empty one says no more than nothing does. */
    private void readUnexpectedArray(Node node) {
        String json = rawValue();
        if (json.length() > 2 && !json.substring(1, json.length() - 1).isBlank()) {
            mismatches.add(node.path(), node.path(indices), ARRAY, json);
        }
    }

    /** An array in an array counts as its values, as it does for Elasticsearch. */
    private void readElements(Node node, List<@Nullable Object> list) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readElements(node, list);
            }
            return;
        }
        indices[node.number()] = list.size();
        list.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : readOne(node));
    }

    private @Nullable Object readOne(Node node) {
        if (node.isGroup()) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return unfit(node, NO_OBJECT);
            }
            @Nullable Object[] group = new Object[node.size()];
            readObject(node, group, "");
            return group;
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return unfit(node, OBJECT);
        }
        Object value = node.reader().read(parser);
        return value instanceof Unfit unfit ? unfit(node, unfit) : value;
    }

    private @Nullable Object unfit(Node node, Unfit unfit) {
        mismatches.add(node.path(), node.path(indices), unfit, rawValue());
        return null;
    }

    /** The value where the parser stands, as it is written; the parser then stands at its end. */
    private String rawValue() {
        JsonToken token = parser.currentToken();
        if (!token.isStructStart()) {
            return token == JsonToken.VALUE_STRING
                    ? Json.MAPPER.writeValueAsString(parser.getString())
                    : parser.getString();
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(source, start, end - start, StandardCharsets.UTF_8);
    }
}
