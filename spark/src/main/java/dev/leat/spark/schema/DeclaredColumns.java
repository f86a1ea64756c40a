package dev.leat.spark.schema;

import dev.leat.elastic.ConfigException;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Column.Shape;
import dev.leat.spark.schema.Column.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Columns as a user declares them, with what the mapping knows of the fields of the same names. */
final class DeclaredColumns {

    private static final Map<DataType, Kind> KINDS = Map.ofEntries(
            Map.entry(DataTypes.BooleanType, Kind.BOOLEAN),
            Map.entry(DataTypes.ByteType, Kind.BYTE),
            Map.entry(DataTypes.ShortType, Kind.SHORT),
            Map.entry(DataTypes.IntegerType, Kind.INTEGER),
            Map.entry(DataTypes.LongType, Kind.LONG),
            Map.entry(DataTypes.FloatType, Kind.FLOAT),
            Map.entry(DataTypes.DoubleType, Kind.DOUBLE),
            Map.entry(DataTypes.TimestampType, Kind.DATE),
            Map.entry(DataTypes.DateType, Kind.DAY),
            Map.entry(DataTypes.BinaryType, Kind.BINARY));

    private DeclaredColumns() {}

    static List<Column> of(List<Column> known, StructType declared) {
        return of(known, declared, "");
    }

    private static List<Column> of(List<Column> known, StructType declared, String parent) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : declared.fields()) {
            Optional<Column> match = known.stream()
                    .filter(column -> column.name().equals(field.name()))
                    .findFirst();
            String path = match.map(Column::path).orElse(parent.isEmpty() ? field.name() : parent + "." + field.name());
            columns.add(column(match.orElse(null), field.name(), path, field.dataType()));
        }
        return columns;
    }

    private static Column column(@Nullable Column known, String name, String path, DataType type) {
        if (known != null && known.type().catalogString().equals(type.catalogString())) {
            return known;
        }
        DataType element = type instanceof ArrayType array ? array.elementType() : type;
        Shape shape = type instanceof ArrayType ? Shape.MANY : Shape.ONE;
        boolean taken = known instanceof Leaf leaf && leaf.kind().type() instanceof StructType;
        if (element instanceof StructType fields && !taken) {
            List<Column> inner = known instanceof Struct struct ? struct.fields() : List.of();
            return new Struct(name, path, of(inner, fields, path), shape);
        }
        Map<String, String> formats = known instanceof Leaf leaf ? leaf.formats() : Map.of();
        return new Leaf(name, path, kind(known, path, element), type, formats, Search.none());
    }

    private static Kind kind(@Nullable Column known, String path, DataType type) {
        if (known instanceof Leaf leaf && leaf.kind().type().catalogString().equals(type.catalogString())) {
            return leaf.kind();
        }
        return switch (type) {
            case StringType string -> Kind.TEXT_OR_JSON;
            case DecimalType decimal -> Kind.DECIMAL;
            case MapType map when map.keyType() instanceof StringType && isPlain(map.valueType()) -> Kind.MAP;
            default -> {
                @Nullable Kind kind = KINDS.get(type);
                if (kind == null) {
                    throw new ConfigException(
                            "schema", "column '" + path + "' cannot be read as " + type.catalogString());
                }
                yield kind;
            }
        };
    }

    private static boolean isPlain(DataType type) {
        return type instanceof StringType || type instanceof DecimalType || KINDS.containsKey(type);
    }

    /** The kind of a type that is not put together of others; strings take anything. */
    static Kind plain(DataType type) {
        return kind(null, "", type);
    }
}
