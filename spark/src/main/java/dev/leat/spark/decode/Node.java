package dev.leat.spark.decode;

import dev.leat.elastic.ConfigException;
import dev.leat.spark.schema.Column;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Column.Shape;
import dev.leat.spark.schema.Column.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/** What is wanted of the values at one place in documents, and below it. */
final class Node {

    private final Map<String, Node> children = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final String path;
    private @Nullable Steps struct;
    private @Nullable Elements elements;

    /** An array of structs that are read with a node of their own. */
    record Elements(Steps steps, Node node, int size) {
        GenericInternalRow newRow() {
            return new GenericInternalRow(size);
        }
    }

    Node() {
        this("");
    }

    private Node(String path) {
        this.path = path;
    }

    /**
     * Adds a column.
     *
     * @param around the way to the row or struct that it lies in
     * @param above the path that this node stands for
     */
    void add(Column column, int ordinal, Steps around, String above) {
        Steps place = around.to(ordinal);
        switch (column) {
            case Leaf leaf -> descend(relative(leaf.path(), above)).addLeaf(leaf, place);
            case Struct(String name, String at, List<Column> fields, Shape shape) -> {
                Node node = descend(relative(at, above));
                if (shape == Shape.ONE) {
                    node.struct = place.into(fields.size());
                    addAll(fields, node.struct, above, this);
                } else {
                    Node inner = new Node(at);
                    node.elements = new Elements(place, inner, fields.size());
                    addAll(fields, Steps.none(), at, inner);
                }
            }
        }
    }

    private static void addAll(List<Column> fields, Steps around, String above, Node node) {
        for (int field = 0; field < fields.size(); field++) {
            node.add(fields.get(field), field, around, above);
        }
    }

    private void addLeaf(Leaf leaf, Steps place) {
        for (Slot other : slots) {
            if (!other.leaf().type().equals(leaf.type())) {
                throw new ConfigException("schema", "columns of field '" + leaf.path() + "' differ in their type");
            }
        }
        slots.add(new Slot(leaf, place));
    }

    private static String relative(String path, String above) {
        return above.isEmpty() ? path : path.substring(above.length() + 1);
    }

    private Node descend(String way) {
        Node at = this;
        for (String step : way.split("\\.", -1)) {
            String inner = at.path.isEmpty() ? step : at.path + "." + step;
            at = at.children.computeIfAbsent(step, name -> new Node(inner));
        }
        return at;
    }

    String path() {
        return path;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    @Nullable
    Node child(String name) {
        return children.get(name);
    }

    List<Slot> slots() {
        return slots;
    }

    /** The way into the struct that stands for the object here; null when no column does. */
    @Nullable
    Steps struct() {
        return struct;
    }

    @Nullable
    Elements elements() {
        return elements;
    }
}
