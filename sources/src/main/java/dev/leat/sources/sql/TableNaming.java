package dev.leat.sources.sql;

import java.util.List;
import java.util.Map;

/** Names of our own: a field {@code table}, columns as they are called, ids that never meet. Immutable. */
public record TableNaming() implements RowNaming {
    private static final String TABLE = "table";

    @Override
    public DocumentShape of(Table table) {
        return new DocumentShape(
                Map.of(TABLE, table.name()),
                FieldNames.of(table.columns(), TABLE),
                FieldNames.LEFT_OUT,
                new IdFormat.Escaped(table.name()));
    }

    @Override
    public DocumentShape of(List<String> tables, List<Table.Column> columns, List<Table.Column> idColumns) {
        return new DocumentShape(
                Map.of(TABLE, tables.size() == 1 ? tables.getFirst() : tables),
                FieldNames.of(columns, TABLE),
                FieldNames.LEFT_OUT,
                new IdFormat.Escaped(String.join(",", tables)));
    }
}
