package dev.leat.spark.decode;

import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads a join: the name of a relation, or an object with name and parent. */
final class JoinDecoder implements ValueDecoder {

    private final String path;

    JoinDecoder(String path) {
        this.path = path;
    }

    @Override
    public @Nullable Object decode(Reading reading) {
        GenericInternalRow join = new GenericInternalRow(2);
        if (reading.token() == JsonToken.START_OBJECT) {
            while (reading.parser().nextToken() != JsonToken.END_OBJECT) {
                String key = reading.parser().currentName();
                boolean isText =
                        reading.parser().nextToken().isScalarValue() && reading.token() != JsonToken.VALUE_NULL;
                if (isText && key.equals("name")) {
                    join.update(0, Decoders.text(reading));
                } else if (isText && key.equals("parent")) {
                    join.update(1, Decoders.text(reading));
                } else {
                    reading.parser().skipChildren();
                }
            }
            return join;
        }
        if (reading.token() == JsonToken.VALUE_STRING) {
            join.update(0, Decoders.text(reading));
            return join;
        }
        return reading.unfit(path, "is no join");
    }
}
