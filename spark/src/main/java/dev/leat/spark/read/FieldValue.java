package dev.leat.spark.read;

import dev.leat.spark.schema.Search.Family;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import tools.jackson.databind.JsonNode;

/** Makes Spark's values of what Elasticsearch sorts by. */
final class FieldValue {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private FieldValue() {}

    static Object of(JsonNode sort, Family family, DataType type) {
        return switch (family) {
            case KEYWORD, IP -> UTF8String.fromString(sort.asString());
            case WHOLE -> whole(sort.asLong(), type);
            case DOUBLE -> sort.asDouble();
            case FLOAT, HALF_FLOAT -> (float) sort.asDouble();
            case BOOLEAN -> sort.asLong() != 0;
            case DATE -> sort.asLong() * MICROS_PER_MILLI;
            case DATE_NANOS -> Math.floorDiv(sort.asLong(), NANOS_PER_MICRO);
            case NONE, PRESENCE -> throw new IllegalArgumentException("there is nothing to sort by");
        };
    }

    private static Object whole(long value, DataType type) {
        if (type.equals(DataTypes.ByteType)) {
            return (byte) value;
        }
        if (type.equals(DataTypes.ShortType)) {
            return (short) value;
        }
        if (type.equals(DataTypes.IntegerType)) {
            return (int) value;
        }
        return value;
    }
}
