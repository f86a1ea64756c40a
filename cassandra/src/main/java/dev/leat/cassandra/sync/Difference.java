package dev.leat.cassandra.sync;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key that is not the same on both sides.
 *
 * @param detail the names of the columns that differ, or why something cannot be read; never a value of the user's
 */
public record Difference(RowKey key, Kind kind, String detail) {

    /** In what the sides differ. */
    public enum Kind {
        /** There is a row and no document. */
        ONLY_IN_TABLE,
        /** There is a document and no row. */
        ONLY_IN_INDEX,
        /** Both are there and their contents differ. */
        DIFFERENT,
        /** The row or the document cannot be mapped. */
        UNREADABLE
    }

    /** How a row and a document differ; null when they do not. */
    static @Nullable Difference of(RowKey key, RowState row, DocState doc) {
        if (row instanceof RowState.Unreadable unreadable) {
            return new Difference(key, Kind.UNREADABLE, "row: " + unreadable.reason());
        }
        if (doc instanceof DocState.Unreadable unreadable) {
            return new Difference(key, Kind.UNREADABLE, "document: " + unreadable.reason());
        }
        if (row.fingerprint().equals(doc.fingerprint())) {
            return null;
        }
        if (row instanceof RowState.Present there && doc instanceof DocState.Present other) {
            return new Difference(key, Kind.DIFFERENT, String.join(", ", columns(there.content(), other.content())));
        }
        return new Difference(key, row instanceof RowState.Present ? Kind.ONLY_IN_TABLE : Kind.ONLY_IN_INDEX, "");
    }

    private static Set<String> columns(Content row, Content doc) {
        Set<String> columns = new TreeSet<>(row.changesFrom(doc).keySet());
        columns.addAll(doc.changesFrom(row).keySet());
        return columns;
    }
}
