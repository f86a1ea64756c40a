package dev.leat.cassandra.sync;

/**
 * The primary key of a row, and the id of the document that belongs to it.
 *
 * @param id the document's {@code _id}: the values themselves where they are short enough for one, else a hash of them
 * @param values all columns of the primary key as one canonical, injective text; opaque here
 */
public record RowKey(String id, String values) {

    /** A key that is short enough to be the id. */
    public static RowKey of(String values) {
        return new RowKey(values, values);
    }
}
