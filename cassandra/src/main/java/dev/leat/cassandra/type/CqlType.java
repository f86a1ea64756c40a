package dev.leat.cassandra.type;

import com.datastax.oss.driver.api.core.type.CustomType;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of CQL: the bytes of its values, as Cassandra sends them, and their canonical JSON text. Equal values have equal
 * texts, different values have different ones, and the bytes can be had back from the text. Immutable.
 *
 * <p>It works on bytes and not on the driver's objects, which lose some values (an IPv4 address inside an IPv6 one) and
 * cost an object for every value of every row.
 */
public sealed interface CqlType
        permits ScalarType,
                CqlTypes.ListOf,
                CqlTypes.SetOf,
                CqlTypes.MapOf,
                CqlTypes.UdtOf,
                CqlTypes.TupleOf,
                CqlTypes.VectorOf,
                FieldsMap {

    /** The name as in CQL, such as {@code frozen<list<int>>}. */
    String cql();

    /** The field of an Elasticsearch mapping, as JSON. */
    String mapping();

    /** Whether a write replaces the value as a whole; else its elements are cells of their own. */
    boolean isWhole();

    /** Appends the canonical text of bytes that are a value of this type. */
    void append(ByteBuffer bytes, StringBuilder out);

    /** The bytes of a JSON value; nothing for {@code null}. */
    @Nullable
    ByteBuffer encode(JsonValue value);

    /**
     * The canonical text of a column's value; nothing when there is none. An empty collection whose elements are cells is
     * none.
     */
    default @Nullable String text(@Nullable ByteBuffer bytes) {
        if (bytes == null || isNothing(bytes)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        append(bytes.duplicate(), text);
        return text.toString();
    }

    /**
     * The bytes of a JSON text in any form that this type understands; nothing when it stands for no value.
     *
     * @throws UnmappableException if it is no value of this type
     */
    default @Nullable ByteBuffer bytes(String json) {
        JsonValue value = JsonValue.parse(json);
        ByteBuffer bytes = encode(this instanceof ScalarType ? single(value) : value);
        return bytes == null || isNothing(bytes) ? null : bytes;
    }

    /**
     * The canonical form of a JSON text, such as the field of a document.
     *
     * @throws UnmappableException if it is no value of this type
     */
    default @Nullable String canonical(String json) {
        return text(bytes(json));
    }

    /** Elasticsearch does not tell one value from an array of one, and none from an empty array. */
    private JsonValue single(JsonValue value) {
        if (!(value instanceof JsonValue.Arr(List<JsonValue> elements))) {
            return value;
        }
        if (elements.size() > 1) {
            throw new UnmappableException(elements.size() + " values for one " + cql());
        }
        return elements.isEmpty() ? new JsonValue.Null() : elements.getFirst();
    }

    private boolean isNothing(ByteBuffer bytes) {
        return switch (this) {
            // Some types allow "empty" beside null, a relic that nobody writes any more.
            case ScalarType scalar -> !bytes.hasRemaining() && !scalar.canBeEmpty();
            case CqlTypes.ListOf list -> !list.isWhole() && isEmptyCollection(bytes);
            case CqlTypes.SetOf set -> !set.isWhole() && isEmptyCollection(bytes);
            case CqlTypes.MapOf map -> !map.isWhole() && isEmptyCollection(bytes);
            case CqlTypes.UdtOf udt -> !udt.isWhole() && udt.hasNoField(bytes);
            case CqlTypes.TupleOf tuple -> false;
            case CqlTypes.VectorOf vector -> !bytes.hasRemaining();
            // A document has no place for an empty one.
            case FieldsMap fields -> isEmptyCollection(bytes);
        };
    }

    private static boolean isEmptyCollection(ByteBuffer bytes) {
        return bytes.remaining() < Integer.BYTES || bytes.getInt(bytes.position()) == 0;
    }

    /**
     * The type that the driver describes.
     *
     * @throws UnmappableException if there is no mapping for it
     */
    static CqlType of(DataType type) {
        return of(type, false);
    }

    private static CqlType of(DataType type, boolean nested) {
        return switch (type) {
            case ListType list -> new CqlTypes.ListOf(of(list.getElementType(), true), nested || list.isFrozen());
            case SetType set -> new CqlTypes.SetOf(of(set.getElementType(), true), nested || set.isFrozen());
            case MapType map ->
                new CqlTypes.MapOf(of(map.getKeyType(), true), of(map.getValueType(), true), nested || map.isFrozen());
            case UserDefinedType udt -> udt(udt, nested || udt.isFrozen());
            case TupleType tuple -> {
                List<CqlType> components = tuple.getComponentTypes().stream()
                        .map(component -> of(component, true))
                        .toList();
                yield new CqlTypes.TupleOf(components);
            }
            case VectorType vector -> new CqlTypes.VectorOf(of(vector.getElementType(), true), vector.getDimensions());
            case CustomType custom ->
                throw new UnmappableException("the custom type " + custom.getClassName() + " has no mapping");
            default -> ScalarType.of(type);
        };
    }

    private static CqlType udt(UserDefinedType type, boolean frozen) {
        Map<String, CqlType> fields = new LinkedHashMap<>();
        for (int i = 0; i < type.getFieldNames().size(); i++) {
            fields.put(
                    type.getFieldNames().get(i).asInternal(),
                    of(type.getFieldTypes().get(i), true));
        }
        return new CqlTypes.UdtOf(type.getName().asInternal(), fields, frozen);
    }
}
