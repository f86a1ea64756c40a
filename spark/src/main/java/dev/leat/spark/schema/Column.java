package dev.leat.spark.schema;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One column, or one field of a column that is a struct: its name, and where in a document its values stand. */
public sealed interface Column extends Serializable {

    String name();

    /** The place in a document, with dots; the field that an alias stands for. */
    String path();

    DataType type();

    /**
     * Values that are not taken apart.
     *
     * @param type of the column; an array of the kind's type where there may be many values
     * @param formats of dates, by index; under the empty name that of all other indices
     */
    record Leaf(String name, String path, Kind kind, DataType type, Map<String, String> formats, Search search)
            implements Column {

        public Leaf {
            formats = Map.copyOf(formats);
        }

        /** Whether there may be many values. */
        public boolean isArray() {
            return type instanceof ArrayType && kind != Kind.VECTOR;
        }
    }

    /** How many objects stand there. */
    enum Shape {
        ONE,
        MANY
    }

    /** An object, or an array of objects. */
    record Struct(String name, String path, List<Column> fields, Shape shape) implements Column {

        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public DataType type() {
            StructType type = structOf(fields);
            return shape == Shape.ONE ? type : DataTypes.createArrayType(type);
        }
    }

    /** The type of a row with these columns. */
    static StructType structOf(List<Column> columns) {
        return new StructType(columns.stream()
                .map(column -> DataTypes.createStructField(column.name(), column.type(), true))
                .toArray(StructField[]::new));
    }

    /** Those columns, and those fields of them, that a struct asks for by name, in its order. */
    static List<Column> prune(List<Column> columns, StructType wanted) {
        List<Column> pruned = new ArrayList<>();
        for (StructField field : wanted.fields()) {
            for (Column column : columns) {
                if (column.name().equals(field.name())) {
                    pruned.add(prune(column, field.dataType()));
                }
            }
        }
        return pruned;
    }

    private static Column prune(Column column, DataType wanted) {
        DataType element = wanted instanceof ArrayType array ? array.elementType() : wanted;
        return column instanceof Struct struct && element instanceof StructType fields
                ? new Struct(struct.name(), struct.path(), prune(struct.fields(), fields), struct.shape())
                : column;
    }
}
