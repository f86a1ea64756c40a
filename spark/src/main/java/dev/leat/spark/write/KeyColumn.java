package dev.leat.spark.write;

import dev.leat.elastic.ConfigException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A column that says where a document goes: its id, its version, its routing. */
record KeyColumn(String name, int place, DataType type) implements Serializable {

    /** What may stand in a column. */
    enum Content {
        STRINGS_OR_WHOLE_NUMBERS,
        WHOLE_NUMBERS
    }

    /** @throws ConfigException when there is no such column, or it is of another type */
    static KeyColumn find(String option, String name, StructType row, Content content) {
        int place = Arrays.asList(row.fieldNames()).indexOf(name);
        if (place < 0) {
            throw new ConfigException(
                    option, "there is no column '" + name + "'; there are " + String.join(", ", row.fieldNames()));
        }
        DataType type = row.fields()[place].dataType();
        boolean whole = type instanceof IntegralType || (type instanceof DecimalType decimal && decimal.scale() == 0);
        if (!whole && !(type instanceof StringType && content == Content.STRINGS_OR_WHOLE_NUMBERS)) {
            throw new ConfigException(
                    option,
                    "column '" + name + "' is of type " + type.catalogString() + " and not of "
                            + (content == Content.WHOLE_NUMBERS ? "" : "strings or ") + "whole numbers");
        }
        return new KeyColumn(name, place, type);
    }

    /** What stands in a row; null when nothing does. */
    @Nullable
    String text(InternalRow row) {
        return row.isNullAt(place) ? null : String.valueOf(row.get(place, type));
    }

    /** The number in a row; null when there is none, or none of 64 bits from 0 up. */
    @Nullable
    Long version(InternalRow row) {
        String text = text(row);
        try {
            return text == null || text.startsWith("-") ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
