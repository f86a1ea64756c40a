package dev.leat.datastore.mapping;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Bytes as base64 text. */
final class BinaryCodec implements Codec {

    @Override
    public void write(Object value, Writing writing) {
        writing.out().writeBinary((byte[]) value);
    }

    @Override
    public @Nullable Object read(Reading reading) {
        if (reading.in().currentToken() != JsonToken.VALUE_STRING) {
            return reading.refuse("is not a text in base64");
        }
        try {
            return Base64.getDecoder().decode(reading.in().getString());
        } catch (IllegalArgumentException e) {
            return reading.refuse("is not a text in base64");
        }
    }
}
