package dev.leat.spark.decode;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads a vector: numbers, or bytes in hexadecimal digits. */
final class VectorDecoder implements ValueDecoder {

    private final String path;

    VectorDecoder(String path) {
        this.path = path;
    }

    @Override
    public @Nullable Object decode(Reading reading) {
        List<Object> numbers = new ArrayList<>();
        if (reading.token() == JsonToken.START_ARRAY) {
            while (reading.parser().nextToken() != JsonToken.END_ARRAY) {
                if (!reading.token().isNumeric()) {
                    throw new IllegalStateException(
                            String.valueOf(reading.unfit(path, "is a vector of something else than numbers")));
                }
                numbers.add(Float.parseFloat(reading.parser().getString()));
            }
            return new GenericArrayData(numbers.toArray());
        }
        try {
            for (byte component : HexFormat.of().parseHex(reading.parser().getString())) {
                numbers.add((float) component);
            }
            return new GenericArrayData(numbers.toArray());
        } catch (IllegalArgumentException e) {
            return reading.unfit(path, "is no vector");
        }
    }
}
