package dev.leat.sources.mysql;

import dev.leat.sources.sql.DocumentShape;
import dev.leat.sources.sql.FieldNames;
import dev.leat.sources.sql.IdFormat;
import dev.leat.sources.sql.RowNaming;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import java.util.List;
import java.util.Map;

/**
 * The names that Elastic's connector gives: columns as they are called behind a field {@code Table}; ids {@code
 * table_key}.
 */
record MysqlNaming(SqlForms.Ids ids) implements RowNaming {
    private static final String TABLE = "Table";

    @Override
    public DocumentShape of(Table table) {
        return shape(List.of(table.name()), table.columns());
    }

    @Override
    public DocumentShape of(List<String> tables, List<Table.Column> columns, List<Table.Column> idColumns) {
        return shape(tables, columns);
    }

    private DocumentShape shape(List<String> tables, List<Table.Column> columns) {
        IdFormat format = switch (ids) {
            case JOINED -> new IdFormat.Joined(String.join("_", tables));
            case ESCAPED -> new IdFormat.Escaped(String.join(",", tables));
        };
        return new DocumentShape(
                Map.of(TABLE, tables.size() == 1 ? tables.getFirst() : tables),
                FieldNames.of(columns, TABLE),
                FieldNames.LEFT_OUT,
                format);
    }
}
