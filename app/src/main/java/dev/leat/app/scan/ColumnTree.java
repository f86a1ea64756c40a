package dev.leat.app.scan;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The columns of a table as a tree of field names, which finds the cells of a document in one pass over its source. A field
 * below an array of objects gives an array of its values. Immutable and thread-safe.
 */
final class ColumnTree {

    private static final int NO_COLUMN = -1;

    private final Map<String, ColumnTree> children = new HashMap<>();
    private int column = NO_COLUMN;
    private int size;

    private ColumnTree() {}

    static ColumnTree of(List<String> columns) {
        ColumnTree root = new ColumnTree();
        root.size = columns.size();
        for (int number = 0; number < columns.size(); number++) {
            ColumnTree node = root;
            for (String name : columns.get(number).split("\\.", -1)) {
                node = node.children.computeIfAbsent(name, missing -> new ColumnTree());
            }
            node.column = number;
        }
        return root;
    }

    /**
     * The cells of a document, null where it has no value.
     *
     * @param leftOut hears of fields that have no column
     */
    @Nullable
    String[] cells(byte[] source, Consumer<String> leftOut) {
        Row row = new Row(source, size, leftOut);
        try (JsonParser parser = Json.MAPPER.createParser(source)) {
            parser.nextToken();
            readObject(parser, row, "");
        }
        return row.cells();
    }

    /** The node of a name, which may be a path with dots. */
    private @Nullable ColumnTree find(String name) {
        ColumnTree exact = children.get(name);
        int dot = exact == null ? name.indexOf('.') : -1;
        while (exact == null && dot >= 0) {
            ColumnTree first = children.get(name.substring(0, dot));
            exact = first == null ? null : first.find(name.substring(dot + 1));
            dot = name.indexOf('.', dot + 1);
        }
        return exact;
    }

    private void readObject(JsonParser parser, Row row, String path) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            ColumnTree field = find(name);
            parser.nextToken();
            if (field == null) {
                row.leftOut.accept(path + name);
                parser.skipChildren();
            } else {
                field.readValue(parser, row, path + name);
            }
        }
    }

    private void readValue(JsonParser parser, Row row, String path) {
        JsonToken token = parser.currentToken();
        if (column != NO_COLUMN) {
            row.put(column, parser);
        } else if (token == JsonToken.START_OBJECT) {
            readObject(parser, row, path + ".");
        } else if (token == JsonToken.START_ARRAY) {
            row.arrays++;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readValue(parser, row, path);
            }
            row.arrays--;
        } else if (token != JsonToken.VALUE_NULL) {
            row.leftOut.accept(path);
        }
    }

    /** What is gathered of one document. */
    private static final class Row {
        private final byte[] source;
        private final Consumer<String> leftOut;
        private final @Nullable String[] cells;
        private final @Nullable StringBuilder[] lists;
        private final boolean[] texts;
        private int arrays;

        Row(byte[] source, int size, Consumer<String> leftOut) {
            this.source = source;
            this.leftOut = leftOut;
            this.cells = new String[size];
            this.lists = new StringBuilder[size];
            this.texts = new boolean[size];
        }

        void put(int column, JsonParser parser) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
            String value = text ? parser.getString() : raw(parser);
            if (arrays == 0 && cells[column] == null && lists[column] == null) {
                cells[column] = value;
                texts[column] = text;
                return;
            }
            StringBuilder list = lists[column];
            if (list == null) {
                list = new StringBuilder("[");
                lists[column] = list;
                String first = cells[column];
                if (first != null) {
                    list.append(texts[column] ? quoted(first) : first).append(',');
                }
            } else {
                list.append(',');
            }
            list.append(text ? quoted(value) : value);
        }

        private static String quoted(String text) {
            return Json.MAPPER.writeValueAsString(text);
        }

        private String raw(JsonParser parser) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (!parser.currentToken().isStructStart()) {
                return parser.getString();
            }
            parser.skipChildren();
            int end = (int) parser.currentLocation().getByteOffset();
            return new String(source, start, end - start, StandardCharsets.UTF_8);
        }

        @Nullable
        String[] cells() {
            for (int column = 0; column < cells.length; column++) {
                StringBuilder list = lists[column];
                if (list != null) {
                    cells[column] = list.append(']').toString();
                }
            }
            return cells;
        }
    }
}
