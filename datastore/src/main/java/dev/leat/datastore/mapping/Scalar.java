package dev.leat.datastore.mapping;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The codec of a type whose values are single JSON values.
 *
 * @param type the Java type, boxed
 * @param name what it is called in messages, with its article
 */
record Scalar<T>(Class<T> type, FieldKind kind, String name, Writer<T> writer, Reader<T> reader) implements Codec {

    /** Writes a value as one token. */
    @FunctionalInterface
    interface Writer<T> {
        void write(T value, Writing writing);
    }

    /** Reads a value from a token that is neither null nor the start of something. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable
        T read(Reading reading);
    }

    @Override
    public void write(Object value, Writing writing) {
        if (type.isInstance(value)) {
            writer.write(type.cast(value), writing);
        } else {
            // Generics let anything into a list or a map.
            writing.refuse("is a " + value.getClass().getName() + ", not " + name);
        }
    }

    @Override
    public @Nullable Object read(Reading reading) {
        JsonToken token = reading.in().currentToken();
        if (token == JsonToken.START_ARRAY) {
            return reading.single(this, name);
        }
        if (token == JsonToken.START_OBJECT) {
            return reading.refuse("is an object, not " + name);
        }
        T value = reader.read(reading);
        if (value == null) {
            reading.findings().add("is not " + name);
        }
        return value;
    }
}
