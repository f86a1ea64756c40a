package dev.leat.cassandra.type;

import static dev.leat.cassandra.type.Pieces.collection;
import static dev.leat.cassandra.type.Pieces.comma;
import static dev.leat.cassandra.type.Pieces.piece;
import static dev.leat.cassandra.type.Pieces.quoted;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@code map<text, text>} that holds the fields of documents which are in no column: to each name the JSON of its value.
 * Its canonical text is the object of these fields, their values canonical JSON: no white space, names sorted, numbers as
 * they were written.
 *
 * @param reserved names that no such field may have: those of columns
 * @param isWhole whether it is frozen
 */
record FieldsMap(Set<String> reserved, boolean isWhole) implements CqlType {
    FieldsMap {
        reserved = Set.copyOf(reserved);
    }

    @Override
    public String cql() {
        return isWhole ? "frozen<map<text, text>>" : "map<text, text>";
    }

    /** That of the object which the fields would be; in documents they are fields of their own. */
    @Override
    public String mapping() {
        return "{\"type\":\"object\",\"enabled\":false}";
    }

    @Override
    public void append(ByteBuffer bytes, StringBuilder out) {
        int count = bytes.getInt();
        SortedMap<String, String> fields = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = string(piece(bytes));
            requireFree(name);
            fields.put(name, canonicalOf(name, string(piece(bytes))));
        }
        out.append('{');
        fields.forEach((name, value) ->
                comma(out, '{').append(quoted(name)).append(':').append(value));
        out.append('}');
    }

    @Override
    public @Nullable ByteBuffer encode(JsonValue json) {
        if (json instanceof JsonValue.Null) {
            return null;
        }
        if (!(json instanceof JsonValue.Obj(Map<String, JsonValue> given))) {
            throw new UnmappableException("fields are an object");
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        new TreeMap<>(given).forEach((name, value) -> {
            requireFree(name);
            pieces.add(text(name, name));
            pieces.add(text(name, value.canonical()));
        });
        return collection(pieces, given.size());
    }

    private void requireFree(String name) {
        if (reserved.contains(name)) {
            throw new UnmappableException("the entry \"" + name
                    + "\" has the name of a field that is not among these; take it out, or write that column");
        }
    }

    private static String canonicalOf(String name, String json) {
        try {
            return JsonValue.parse(json).canonical();
        } catch (UnmappableException e) {
            // What the parser says of it may quote it.
            throw new UnmappableException("the entry \"" + name + "\" is not JSON; a text has its quotes there");
        }
    }

    private static ByteBuffer text(String name, String value) {
        try {
            return Objects.requireNonNull(ScalarType.TEXT.encode(new JsonValue.Str(value)));
        } catch (UnmappableException e) {
            throw new UnmappableException("in \"" + name + "\": " + e.getMessage());
        }
    }

    private static String string(@Nullable ByteBuffer bytes) {
        return bytes == null ? "" : StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
