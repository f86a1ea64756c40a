package dev.leat.app.parquet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A column as a place in documents: found by the names that documents use. Immutable and thread-safe. */
final class Node {

    private final @Nullable Node parent;
    private final @Nullable Column column;
    private final String path;
    private final int place;
    private final int number;
    private final Map<String, Node> children = new HashMap<>();
    private final @Nullable LeafReader reader;

    private Node(@Nullable Node parent, @Nullable Column column, String path, int place, AtomicInteger numbers) {
        this.parent = parent;
        this.column = column;
        this.path = path;
        this.place = place;
        this.number = numbers.getAndIncrement();
        this.reader =
                column == null || column.isGroup() || column.type() == ColumnType.JSON ? null : LeafReader.of(column);
    }

    /** The root above all columns. */
    static Node of(List<Column> columns) {
        AtomicInteger numbers = new AtomicInteger();
        Node root = new Node(null, null, "", 0, numbers);
        root.add(columns, numbers);
        return root;
    }

    private void add(List<Column> columns, AtomicInteger numbers) {
        for (int place = 0; place < columns.size(); place++) {
            Column child = columns.get(place);
            Node node = new Node(this, child, at(child.name()), place, numbers);
            node.add(child.fields(), numbers);
            children.put(child.name(), node);
        }
    }

    @Nullable
    Node find(String name) {
        return children.get(name);
    }

    /** Whether a column's name begins with this one and a dot, as names may where the mapping has no objects. */
    boolean hasNamesBelow(String name) {
        String prefix = name + ".";
        return children.keySet().stream().anyMatch(child -> child.startsWith(prefix));
    }

    /** The path of a field in this one. */
    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String path() {
        return path;
    }

    /** The path with the places in arrays on the way. */
    String path(int[] indices) {
        if (parent == null) {
            return "";
        }
        String before = parent.path(indices);
        String name = column().name() + (isMany() ? "[" + indices[number] + "]" : "");
        return before.isEmpty() ? name : before + "." + name;
    }

    /** Its place among the columns around it. */
    int place() {
        return place;
    }

    /** Its number in the tree. */
    int number() {
        return number;
    }

    /** How many columns it has. */
    int size() {
        return children.size();
    }

    boolean isMany() {
        return column != null && column.isMany();
    }

    boolean isGroup() {
        return column == null || column.isGroup();
    }

    boolean isJson() {
        return column != null && column.type() == ColumnType.JSON;
    }

    LeafReader reader() {
        if (reader == null) {
            throw new IllegalStateException("column '" + path + "' has no single values");
        }
        return reader;
    }

    private Column column() {
        if (column == null) {
            throw new IllegalStateException("the root is no column");
        }
        return column;
    }
}
