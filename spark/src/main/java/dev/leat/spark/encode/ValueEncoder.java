package dev.leat.spark.encode;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes the value at a place of a row, or of an array, as JSON. It is not null there. */
@FunctionalInterface
interface ValueEncoder {

    void encode(SpecializedGetters values, int place, Writing writing);
}
