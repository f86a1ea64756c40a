package dev.leat.app.parquet;

import dev.leat.elastic.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * What the files of an export hold.
 *
 * @param columns of the documents, in their order
 * @param meta whether other columns before them say where a document stands
 * @param onMismatch with {@link OnMismatch#JSON} a last column holds what did not fit
 */
public record ParquetSchema(List<Column> columns, Meta meta, OnMismatch onMismatch) {

    static final String INDEX = "_index";
    static final String ID = "_id";
    static final String ROUTING = "_routing";

    /** The column of what did not fit: an object of paths and values. */
    static final String MISMATCHES = "_mismatches";

    /** Whether the first columns say where a document stands. */
    public enum Meta {
        WITHOUT,
        /** {@code _index}, {@code _id} and {@code _routing}. */
        WITH
    }

    public ParquetSchema {
        columns = List.copyOf(columns);
        if (columns.isEmpty() && meta == Meta.WITHOUT) {
            throw new ConfigException(
                    "--format", "the index has no mapped field to make a column of; name some with --fields");
        }
    }

    /** The same in Parquet's words. */
    MessageType toMessageType() {
        List<Type> fields = new ArrayList<>();
        if (meta == Meta.WITH) {
            fields.add(text(Repetition.REQUIRED, INDEX));
            fields.add(text(Repetition.REQUIRED, ID));
            fields.add(text(Repetition.OPTIONAL, ROUTING));
        }
        columns.forEach(column -> fields.add(field(column)));
        if (onMismatch == OnMismatch.JSON) {
            fields.add(primitive(ColumnType.JSON, MISMATCHES));
        }
        return new MessageType("document", fields);
    }

    private static Type field(Column column) {
        return column.isMany()
                ? Types.optionalList().element(value(column, "element")).named(column.name())
                : value(column, column.name());
    }

    private static Type value(Column column, String name) {
        return column.isGroup()
                ? Types.optionalGroup()
                        .addFields(column.fields().stream()
                                .map(ParquetSchema::field)
                                .toArray(Type[]::new))
                        .named(name)
                : primitive(column.type(), name);
    }

    private static Type primitive(ColumnType type, String name) {
        return switch (type) {
            case TEXT -> text(Repetition.OPTIONAL, name);
            case JSON -> annotated(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType(), name);
            case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN, name);
            case BYTE -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), name);
            case SHORT -> annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), name);
            case INTEGER -> plain(PrimitiveTypeName.INT32, name);
            case LONG -> plain(PrimitiveTypeName.INT64, name);
            case UNSIGNED_LONG -> annotated(PrimitiveTypeName.INT64, LogicalTypeAnnotation.intType(64, false), name);
            case FLOAT -> plain(PrimitiveTypeName.FLOAT, name);
            case DOUBLE -> plain(PrimitiveTypeName.DOUBLE, name);
            case DATE -> annotated(PrimitiveTypeName.INT64, moment(TimeUnit.MICROS), name);
            case DATE_NANOS -> annotated(PrimitiveTypeName.INT64, moment(TimeUnit.NANOS), name);
            case BINARY -> plain(PrimitiveTypeName.BINARY, name);
            case GROUP -> throw new IllegalArgumentException("a group is put together of others");
        };
    }

    private static LogicalTypeAnnotation moment(TimeUnit unit) {
        return LogicalTypeAnnotation.timestampType(true, unit);
    }

    private static Type text(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static Type plain(PrimitiveTypeName type, String name) {
        return Types.primitive(type, Repetition.OPTIONAL).named(name);
    }

    private static Type annotated(PrimitiveTypeName type, LogicalTypeAnnotation annotation, String name) {
        return Types.primitive(type, Repetition.OPTIONAL).as(annotation).named(name);
    }
}
