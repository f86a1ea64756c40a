package dev.leat.cassandra.sync;

import dev.leat.elastic.UnavailableException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Documents have fields for which the table has no column yet. Nothing is lost: the pair reads them again when it is opened
 * with the new columns.
 */
public final class NewFieldsException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> columns;

    /**
     * Of these.
     *
     * @param columns the names of the fields, with the type in CQL that a column for each of them has
     */
    public NewFieldsException(Map<String, String> columns) {
        super("the documents have fields without a column: " + new TreeMap<>(columns), null);
        this.columns = new TreeMap<>(columns);
    }

    /** The names of the fields, with the type in CQL that a column for each of them has. */
    public Map<String, String> columns() {
        return Map.copyOf(columns);
    }
}
