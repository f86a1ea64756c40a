package dev.leat.spark.encode;

import dev.leat.elastic.ConfigException;
import dev.leat.spark.option.Nulls;
import dev.leat.spark.schema.Kind;
import dev.leat.spark.schema.TargetMapping;
import dev.leat.spark.schema.TargetMapping.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Makes the encoders of columns, by their types and by what the mapping says of their fields. */
final class Encoders {

    private final TargetMapping mapping;
    private final Nulls nulls;
    private final List<String> jsonColumns;

    Encoders(TargetMapping mapping, Nulls nulls, List<String> jsonColumns) {
        this.mapping = mapping;
        this.nulls = nulls;
        this.jsonColumns = jsonColumns;
    }

    ObjectEncoder document(StructType row, List<String> excluded) {
        return object("", row, excluded, nulls);
    }

    private ObjectEncoder object(String parent, StructType type, List<String> excluded, Nulls absent) {
        List<ObjectEncoder.Member> members = new ArrayList<>();
        for (int place = 0; place < type.size(); place++) {
            StructField field = type.fields()[place];
            if (!excluded.contains(field.name())) {
                String path = parent.isEmpty() ? field.name() : parent + "." + field.name();
                members.add(new ObjectEncoder.Member(field.name(), place, value(path, field.dataType())));
            }
        }
        return new ObjectEncoder(members, absent);
    }

    private ValueEncoder value(String path, DataType type) {
        Optional<Field> field = mapping.find(path);
        field.map(Field::aliasOf).ifPresent(target -> {
            throw new ConfigException(
                    "exclude-columns",
                    "'" + path + "' is an alias of '" + target + "' in index '" + mapping.name()
                            + "', and aliases cannot be written; leave it out with exclude-columns=" + path);
        });
        return switch (type) {
            case StringType text -> text(path, field);
            case BooleanType truth -> (values, place, out) -> out.json().writeBoolean(values.getBoolean(place));
            case ByteType whole -> (values, place, out) -> out.json().writeNumber(values.getByte(place));
            case ShortType whole -> (values, place, out) -> out.json().writeNumber(values.getShort(place));
            case IntegerType whole -> (values, place, out) -> out.json().writeNumber(values.getInt(place));
            case LongType whole -> (values, place, out) -> out.json().writeNumber(values.getLong(place));
            case FloatType number -> (values, place, out) -> Scalars.write(path, values.getFloat(place), out);
            case DoubleType number -> (values, place, out) -> Scalars.write(path, values.getDouble(place), out);
            case DecimalType decimal ->
                (values, place, out) ->
                        Scalars.write(values.getDecimal(place, decimal.precision(), decimal.scale()), out);
            case BinaryType binary -> (values, place, out) -> out.json().writeBinary(values.getBinary(place));
            case TimestampType moment -> dates(path).moments();
            case TimestampNTZType moment -> dates(path).momentsWithoutZone();
            case DateType day -> dates(path).days();
            case ArrayType array -> array(path, array);
            case MapType map -> map(path, map);
            case StructType struct -> struct(path, struct, field);
            // A column of this type holds nothing but nulls.
            case NullType nothing -> (values, place, out) -> out.json().writeNull();
            default ->
                throw new ConfigException(
                        "schema",
                        "column '" + path + "' is of type " + type.catalogString()
                                + ", which has no form in JSON; cast it, or leave it out with exclude-columns");
        };
    }

    private ValueEncoder text(String path, Optional<Field> field) {
        if (jsonColumns.contains(path)) {
            return (values, place, out) -> Scalars.writeJson(path, values.getUTF8String(place), out);
        }
        boolean takesJson = field.map(Field::kind).filter(Kind.JSON::equals).isPresent();
        return takesJson
                ? (values, place, out) -> Scalars.writeJsonOrText(path, values.getUTF8String(place), out)
                : (values, place, out) -> Scalars.write(path, values.getUTF8String(place), out);
    }

    /** The dates of a field, or of the range that they are bounds of. */
    private DateEncoders dates(String path) {
        String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        String format = mapping.find(path)
                .or(() -> mapping.find(parent).filter(range -> range.kind() == Kind.DATE_RANGE))
                .map(Field::format)
                .orElse(null);
        return new DateEncoders(path, format);
    }

    private ValueEncoder array(String path, ArrayType type) {
        ValueEncoder element = value(path, type.elementType());
        return (values, place, out) -> {
            ArrayData elements = values.getArray(place);
            out.json().writeStartArray();
            for (int index = 0; index < elements.numElements(); index++) {
                if (elements.isNullAt(index)) {
                    out.json().writeNull();
                } else {
                    element.encode(elements, index, out);
                }
            }
            out.json().writeEndArray();
        };
    }

    private ValueEncoder map(String path, MapType type) {
        if (!(type.keyType() instanceof StringType)) {
            throw new ConfigException(
                    "schema",
                    "column '" + path + "' is of type " + type.catalogString()
                            + ", and the names of JSON are strings; cast its keys");
        }
        ValueEncoder value = value(path + ".*", type.valueType());
        return (values, place, out) -> {
            MapData entries = values.getMap(place);
            ArrayData keys = entries.keyArray();
            ArrayData all = entries.valueArray();
            out.json().writeStartObject();
            for (int index = 0; index < entries.numElements(); index++) {
                out.json().writeName(Scalars.text(path, keys.getUTF8String(index), out));
                if (all.isNullAt(index)) {
                    out.json().writeNull();
                } else {
                    value.encode(all, index, out);
                }
            }
            out.json().writeEndObject();
        };
    }

    /** A struct that a single field of the mapping takes, such as a range, has no room for nulls. */
    private ValueEncoder struct(String path, StructType type, Optional<Field> field) {
        boolean taken = field.map(Field::kind).filter(kind -> kind != Kind.JSON).isPresent();
        ObjectEncoder object = object(path, type, List.of(), taken ? Nulls.OMIT : nulls);
        int size = type.size();
        return (values, place, out) -> object.encode(values.getStruct(place, size), out);
    }
}
