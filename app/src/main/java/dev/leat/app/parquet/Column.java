package dev.leat.app.parquet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file, or a field of a group of them; a manifest keeps them as JSON.
 *
 * @param name as in the mapping; it may hold dots
 * @param format of dates, as the mapping has it; null for all else
 * @param fields of a group, at least one; none of all else
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Column(
        String name, ColumnType type, Shape shape, @Nullable String format, List<Column> fields) {

    /** How many values a document has there. */
    public enum Shape {
        ONE,
        /** Any number, as a list. */
        MANY
    }

    public Column {
        // Read from a file, nothing may be null.
        fields = fields == null ? List.of() : List.copyOf(fields);
        if ((type == ColumnType.GROUP) == fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "column '" + name + "' is " + type + " with " + fields.size() + " fields");
        }
    }

    static Column leaf(String name, ColumnType type) {
        return new Column(name, type, Shape.ONE, null, List.of());
    }

    static Column group(String name, List<Column> fields) {
        return new Column(name, ColumnType.GROUP, Shape.ONE, null, fields);
    }

    Column withShape(Shape other) {
        return new Column(name, type, other, format, fields);
    }

    Column withFields(List<Column> others) {
        return new Column(name, type, shape, format, others);
    }

    Column withFormat(String other) {
        return new Column(name, type, shape, other, fields);
    }

    boolean isMany() {
        return shape == Shape.MANY;
    }

    boolean isGroup() {
        return type == ColumnType.GROUP;
    }
}
