package dev.leat.spark.decode;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads an object as a map. */
final class MapDecoder implements ValueDecoder {

    private final String path;
    private final ValueDecoder values;

    MapDecoder(String path, DataType type) {
        this.path = path;
        this.values = Decoders.inMap(path, ((MapType) type).valueType());
    }

    @Override
    public @Nullable Object decode(Reading reading) {
        if (reading.token() != JsonToken.START_OBJECT) {
            return reading.unfit(path, "is no object");
        }
        Map<UTF8String, @Nullable Object> entries = new LinkedHashMap<>();
        while (reading.parser().nextToken() != JsonToken.END_OBJECT) {
            UTF8String key = UTF8String.fromString(reading.parser().currentName());
            boolean isNull = reading.parser().nextToken() == JsonToken.VALUE_NULL;
            entries.put(key, isNull ? null : values.decode(reading));
        }
        return new ArrayBasedMapData(
                new GenericArrayData(entries.keySet().toArray()),
                new GenericArrayData(entries.values().toArray()));
    }
}
