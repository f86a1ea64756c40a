package dev.leat.cassandra.type;

import static dev.leat.cassandra.type.Pieces.array;
import static dev.leat.cassandra.type.Pieces.collection;
import static dev.leat.cassandra.type.Pieces.comma;
import static dev.leat.cassandra.type.Pieces.piece;
import static dev.leat.cassandra.type.Pieces.pieces;
import static dev.leat.cassandra.type.Pieces.quoted;
import static dev.leat.cassandra.type.Pieces.take;
import static dev.leat.cassandra.type.Pieces.textOf;
import static dev.leat.cassandra.type.Pieces.texts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of CQL that are made of others. */
final class CqlTypes {
    private CqlTypes() {}

    /** A list. */
    record ListOf(CqlType element, boolean isWhole) implements CqlType {
        @Override
        public String cql() {
            return frozen("list<" + element.cql() + ">", isWhole);
        }

        @Override
        public String mapping() {
            return elementMapping(element);
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            array(texts(element, bytes), out);
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue value) {
            List<ByteBuffer> elements = elements(element, value, cql());
            return elements == null ? null : collection(elements, elements.size());
        }
    }

    /** A set; its elements are in the order of their texts, since a document may have them in any. */
    record SetOf(CqlType element, boolean isWhole) implements CqlType {
        @Override
        public String cql() {
            return frozen("set<" + element.cql() + ">", isWhole);
        }

        @Override
        public String mapping() {
            return elementMapping(element);
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            SortedSet<String> sorted = new TreeSet<>(texts(element, bytes));
            array(sorted, out);
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue value) {
            List<ByteBuffer> elements = elements(element, value, cql());
            if (elements == null) {
                return null;
            }
            SortedMap<String, ByteBuffer> distinct = new TreeMap<>();
            elements.forEach(bytes -> distinct.put(textOf(element, bytes), bytes));
            return collection(distinct.values(), distinct.size());
        }
    }

    /** A map: an object when its keys are texts, else an array of pairs {@code {"k": …, "v": …}}. */
    record MapOf(CqlType key, CqlType value, boolean isWhole) implements CqlType {
        @Override
        public String cql() {
            return frozen("map<" + key.cql() + ", " + value.cql() + ">", isWhole);
        }

        private boolean isObject() {
            return key == ScalarType.TEXT || key == ScalarType.ASCII;
        }

        @Override
        public String mapping() {
            if (!isObject()) {
                return "{\"type\":\"nested\",\"properties\":{\"k\":" + key.mapping() + ",\"v\":" + value.mapping()
                        + "}}";
            }
            return value instanceof ScalarType
                    ? "{\"type\":\"flattened\",\"ignore_above\":8191}"
                    : "{\"type\":\"object\",\"enabled\":false}";
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            int count = bytes.getInt();
            SortedMap<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                String keyText = textOf(key, piece(bytes));
                sorted.put(keyText, textOf(value, piece(bytes)));
            }
            if (isObject()) {
                out.append('{');
                sorted.forEach((k, v) -> comma(out, '{').append(k).append(':').append(v));
                out.append('}');
            } else {
                out.append('[');
                sorted.forEach((k, v) -> comma(out, '[')
                        .append("{\"k\":")
                        .append(k)
                        .append(",\"v\":")
                        .append(v)
                        .append('}'));
                out.append(']');
            }
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue json) {
            SortedMap<String, List<ByteBuffer>> pairs = new TreeMap<>();
            switch (json) {
                case JsonValue.Null none -> {
                    return null;
                }
                case JsonValue.Obj(Map<String, JsonValue> fields)
                when isObject() -> fields.forEach((k, v) -> put(pairs, new JsonValue.Str(k), v));
                case JsonValue.Arr(List<JsonValue> entries)
                when !isObject() -> entries.forEach(entry -> pair(pairs, entry));
                // One pair alone: Elasticsearch does not tell it from an array of one.
                case JsonValue.Obj entry when !isObject() -> pair(pairs, entry);
                default ->
                    throw new UnmappableException(
                            "a " + cql() + " is " + (isObject() ? "an object" : "an array of pairs {\"k\", \"v\"}"));
            }
            List<ByteBuffer> pieces = new ArrayList<>();
            pairs.values().forEach(pieces::addAll);
            return collection(pieces, pairs.size());
        }

        private void pair(Map<String, List<ByteBuffer>> pairs, JsonValue entry) {
            if (entry instanceof JsonValue.Obj(Map<String, JsonValue> fields) && fields.size() == 2) {
                JsonValue k = fields.get("k");
                JsonValue v = fields.get("v");
                if (k != null && v != null) {
                    put(pairs, k, v);
                    return;
                }
            }
            throw new UnmappableException("an entry of a " + cql() + " is a pair {\"k\", \"v\"}");
        }

        private void put(Map<String, List<ByteBuffer>> pairs, JsonValue k, JsonValue v) {
            ByteBuffer keyBytes = key.encode(k);
            ByteBuffer valueBytes = value.encode(v);
            if (keyBytes == null || valueBytes == null) {
                throw new UnmappableException("null inside a " + cql());
            }
            pairs.put(textOf(key, keyBytes), List.of(keyBytes, valueBytes));
        }
    }

    /** A user-defined type: an object with the fields that have a value. */
    record UdtOf(String name, Map<String, CqlType> fields, boolean isWhole) implements CqlType {
        UdtOf {
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String cql() {
            return frozen(name, isWhole);
        }

        @Override
        public String mapping() {
            return "{\"properties\":{"
                    + fields.entrySet().stream()
                            .map(field -> quoted(field.getKey()) + ":"
                                    + field.getValue().mapping())
                            .collect(Collectors.joining(","))
                    + "}}";
        }

        boolean hasNoField(ByteBuffer bytes) {
            ByteBuffer rest = bytes.duplicate();
            while (rest.hasRemaining()) {
                if (piece(rest) != null) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            SortedMap<String, String> texts = new TreeMap<>();
            fields.forEach((field, type) -> {
                // Fields that were added later are missing at the end.
                ByteBuffer value = bytes.hasRemaining() ? piece(bytes) : null;
                if (value != null) {
                    texts.put(quoted(field), textOf(type, value));
                }
            });
            out.append('{');
            texts.forEach(
                    (field, value) -> comma(out, '{').append(field).append(':').append(value));
            out.append('}');
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue json) {
            if (json instanceof JsonValue.Null) {
                return null;
            }
            if (!(json instanceof JsonValue.Obj(Map<String, JsonValue> given))) {
                throw new UnmappableException("a " + name + " is an object");
            }
            for (String field : given.keySet()) {
                if (!fields.containsKey(field)) {
                    throw new UnmappableException("the type " + name + " has no field \"" + field + "\"");
                }
            }
            List<@Nullable ByteBuffer> pieces = new ArrayList<>();
            fields.forEach((field, type) -> {
                JsonValue value = given.get(field);
                pieces.add(value == null ? null : type.encode(value));
            });
            return pieces(pieces);
        }
    }

    /** A tuple: an object with the components that have a value, {@code f0} first. */
    record TupleOf(List<CqlType> components) implements CqlType {
        TupleOf {
            components = List.copyOf(components);
        }

        private UdtOf named() {
            Map<String, CqlType> fields = new LinkedHashMap<>();
            for (int i = 0; i < components.size(); i++) {
                fields.put("f" + i, components.get(i));
            }
            return new UdtOf(cql(), fields, true);
        }

        @Override
        public String cql() {
            return components.stream().map(CqlType::cql).collect(Collectors.joining(", ", "tuple<", ">"));
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public String mapping() {
            return named().mapping();
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            named().append(bytes, out);
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue json) {
            return named().encode(json);
        }
    }

    /** A vector: an array of as many elements as it has dimensions. */
    record VectorOf(CqlType element, int dimensions) implements CqlType {
        @Override
        public String cql() {
            return "vector<" + element.cql() + ", " + dimensions + ">";
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        // Not a dense_vector: from 9.2 on Elasticsearch does not keep those in _source, and what it rebuilds may look
        // edited, unless the index was made with index.mapping.exclude_source_vectors: false. Whoever
        // searches by vectors makes it so, or overrides the mapping.
        @Override
        public String mapping() {
            return elementMapping(element);
        }

        private int elementSize() {
            return switch (element) {
                case ScalarType scalar -> scalar.sizeInVector();
                case VectorOf vector -> vector.elementSize() * vector.dimensions();
                case ListOf list -> 0;
                case SetOf set -> 0;
                case MapOf map -> 0;
                case UdtOf udt -> 0;
                case TupleOf tuple -> 0;
                case FieldsMap fields -> 0;
            };
        }

        @Override
        public void append(ByteBuffer bytes, StringBuilder out) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                int size = elementSize() > 0 ? elementSize() : (int) Vint.read(bytes);
                texts.add(textOf(element, take(bytes, size)));
            }
            array(texts, out);
        }

        @Override
        public @Nullable ByteBuffer encode(JsonValue value) {
            List<ByteBuffer> elements = elements(element, value, cql());
            if (elements == null) {
                return null;
            }
            if (elements.size() != dimensions) {
                throw new UnmappableException("a " + cql() + " with " + elements.size() + " elements");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (ByteBuffer bytes : elements) {
                if (elementSize() == 0) {
                    Vint.write(bytes.remaining(), out);
                }
                out.writeBytes(ScalarType.array(bytes));
            }
            return ByteBuffer.wrap(out.toByteArray());
        }
    }

    private static String frozen(String cql, boolean frozen) {
        return frozen ? "frozen<" + cql + ">" : cql;
    }

    /** Elasticsearch has no arrays of its own: each field may have many values; only objects need a word. */
    private static String elementMapping(CqlType element) {
        return switch (element) {
            case ScalarType scalar -> scalar.mapping();
            case ListOf list -> list.mapping();
            case SetOf set -> set.mapping();
            case MapOf map -> map.mapping();
            case UdtOf udt -> "{\"type\":\"nested\"," + udt.mapping().substring(1);
            case TupleOf tuple -> "{\"type\":\"nested\"," + tuple.mapping().substring(1);
            case VectorOf vector -> vector.mapping();
            case FieldsMap fields -> fields.mapping();
        };
    }

    private static @Nullable List<ByteBuffer> elements(CqlType element, JsonValue value, String cql) {
        List<JsonValue> values = switch (value) {
            case JsonValue.Null none -> null;
            case JsonValue.Arr(List<JsonValue> elements) -> elements;
            // Elasticsearch does not tell one value from an array of one.
            case JsonValue.Bool one -> List.of(one);
            case JsonValue.Num one -> List.of(one);
            case JsonValue.Str one -> List.of(one);
            case JsonValue.Obj one -> List.of(one);
        };
        if (values == null) {
            return null;
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        for (JsonValue each : values) {
            ByteBuffer bytes = element.encode(each);
            if (bytes == null) {
                throw new UnmappableException("null inside a " + cql);
            }
            pieces.add(bytes);
        }
        return pieces;
    }
}
