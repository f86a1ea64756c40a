package dev.leat.spark.decode;

import dev.leat.spark.option.Mismatch;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Kind;
import java.util.List;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A place in a row where the values of one field go. */
record Slot(Leaf leaf, Steps steps, ValueDecoder decoder) {

    Slot(Leaf leaf, Steps steps) {
        this(leaf, steps, Decoders.of(leaf));
    }

    String path() {
        return leaf.path();
    }

    boolean isArray() {
        return leaf.isArray();
    }

    /** Reads one value or many; arrays in arrays are taken apart, as Elasticsearch does. */
    void readMany(Reading reading, List<@Nullable Object> values) {
        if (reading.token() != JsonToken.START_ARRAY || takesArrays()) {
            addOne(reading, values);
            return;
        }
        if (reading.parser().nextToken().isNumeric() && decoder instanceof PointDecoder points) {
            values.add(points.fromArray(reading));
            return;
        }
        while (reading.token() != JsonToken.END_ARRAY) {
            if (reading.token() == JsonToken.START_ARRAY) {
                readMany(reading, values);
            } else {
                addOne(reading, values);
            }
            reading.parser().nextToken();
        }
    }

    private void addOne(Reading reading, List<@Nullable Object> values) {
        values.add(reading.token() == JsonToken.VALUE_NULL ? null : decoder.decode(reading));
    }

    /** Reads a value where the column has one. */
    @Nullable
    Object readOne(Reading reading) {
        if (reading.token() != JsonToken.START_ARRAY || takesArrays()) {
            return decoder.decode(reading);
        }
        if (reading.onMismatch() == Mismatch.JSON && leaf.type() instanceof StringType) {
            return JsonText.of(reading.parser());
        }
        if (reading.parser().nextToken().isNumeric() && decoder instanceof PointDecoder points) {
            return points.fromArray(reading);
        }
        @Nullable Object first = null;
        while (reading.token() != JsonToken.END_ARRAY) {
            if (reading.token() == JsonToken.VALUE_NULL) {
                reading.parser().nextToken();
                continue;
            }
            if (reading.onMismatch() == Mismatch.FAIL) {
                reading.unfit(path(), "is an array and the column has one value");
            }
            if (reading.onMismatch() == Mismatch.FIRST && first == null) {
                first = reading.token() == JsonToken.START_ARRAY ? readOne(reading) : decoder.decode(reading);
            } else {
                reading.parser().skipChildren();
            }
            reading.parser().nextToken();
        }
        return first;
    }

    private boolean takesArrays() {
        return leaf.kind() == Kind.VECTOR
                || leaf.kind() == Kind.JSON
                || (leaf.kind() == Kind.TEXT_OR_JSON && !isArray());
    }
}
