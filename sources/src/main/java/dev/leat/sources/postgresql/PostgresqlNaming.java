package dev.leat.sources.postgresql;

import dev.leat.sources.sql.DocumentShape;
import dev.leat.sources.sql.FieldNames;
import dev.leat.sources.sql.IdFormat;
import dev.leat.sources.sql.RowNaming;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that Elastic's connector gives: fields {@code schema_table_column} in lower case behind {@code database},
 * {@code table} and {@code schema}; ids {@code database_schema_table_key}.
 *
 * @param schema of the tables of a query
 */
record PostgresqlNaming(String database, String schema, SqlForms.Ids ids) implements RowNaming {

    @Override
    public DocumentShape of(Table table) {
        String place = table.schema() == null ? schema : table.schema();
        return shape(place, List.of(table.name()), table.columns());
    }

    @Override
    public DocumentShape of(List<String> tables, List<Table.Column> columns, List<Table.Column> idColumns) {
        return shape(schema, tables, columns);
    }

    private DocumentShape shape(String place, List<String> tables, List<Table.Column> columns) {
        String joined = String.join("_", tables);
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("database", database);
        constants.put("table", tables.size() == 1 ? tables.getFirst() : tables);
        constants.put("schema", place);
        IdFormat format = switch (ids) {
            case JOINED -> new IdFormat.Joined(database + "_" + place + "_" + joined);
            case ESCAPED -> new IdFormat.Escaped(place + "." + String.join(",", tables));
        };
        return new DocumentShape(
                constants, FieldNames.prefixed(place + "_" + joined + "_", columns), FieldNames.LEFT_OUT, format);
    }
}
