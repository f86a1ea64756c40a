package dev.leat.sources.sql;

import java.util.List;

/**
 * SQL whose rows become documents.
 *
 * @param columns of its result, in their order
 * @param parameters values for its question marks
 */
public record RowQuery(String sql, List<Table.Column> columns, List<Object> parameters) {
    public RowQuery {
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
    }

    /** All rows of a table. */
    static RowQuery all(Table table) {
        return new RowQuery("SELECT " + table.selection() + " FROM " + table.reference(), table.columns(), List.of());
    }
}
