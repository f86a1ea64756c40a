package dev.leat.sources.postgresql;

import dev.leat.elastic.Json;
import dev.leat.sources.sql.IdText;
import dev.leat.sources.sql.LeftOut;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import dev.leat.sources.sql.ValueReader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How the types of PostgreSQL become JSON. What JSON has no word for is selected as the text that the server writes. Array
 * types go through the server's own JSON, so that arrays of any type nest as they should.
 */
record PostgresqlTypes(SqlForms.Json json) {
    private static final int YEAR_DIGITS = 4;

    /** How a column of this type is selected, read, and written in ids. */
    Table.Column column(String name, String expression, PgType type) {
        Form form = form(expression, type);
        return new Table.Column(
                name, Table.Typing.STRICT, type.base(), form.expression(), form.reader(), form.idText());
    }

    private record Form(String expression, ValueReader reader, IdText idText) {}

    private Form form(String expression, PgType type) {
        if (type.isArray()) {
            return form("pg_catalog.to_json(" + expression + ")::text", PostgresqlTypes::parsed, IdText.PLAIN);
        }
        String text = expression + "::text";
        return switch (type.base()) {
            case "int2", "int4", "int8", "oid" -> form(expression, ValueReader.integer(), IdText.NARROW);
            case "float4" -> form(expression, ValueReader.floating32(), IdText.NARROW);
            case "float8" -> form(expression, ValueReader.floating(), IdText.NARROW);
            case "numeric" -> form(text, PostgresqlTypes::decimal, IdText.NARROW);
            case "bool" -> form(expression, ValueReader.bool(), IdText.BOOLEAN);
            case "bytea" -> form(expression, ValueReader.binary(), IdText.BINARY);
            case "text", "varchar", "bpchar" -> form(expression, ValueReader.text(), IdText.PLAIN);
            case "uuid" -> form(text, ValueReader.text(), IdText.NARROW);
            case "date" -> form(text, PostgresqlTypes::date, IdText.NARROW);
            case "timestamp", "timestamptz" -> form(text, PostgresqlTypes::time, IdText.DATE_TIME);
            case "json", "jsonb" ->
                form(text, json == SqlForms.Json.OBJECT ? PostgresqlTypes::parsed : ValueReader.text(), IdText.PLAIN);
            default -> form(text, ValueReader.text(), IdText.PLAIN);
        };
    }

    private static Form form(String expression, ValueReader reader, IdText idText) {
        return new Form(expression, reader, idText);
    }

    /** How a column of a key is compared with a value of an earlier row: as what it was, bit by bit. */
    static Table.OrderColumn orderColumn(String name, PgType type) {
        String expression = PostgresqlDialect.column(name);
        return switch (type.base()) {
            case "int2", "int4", "int8" ->
                new Table.OrderColumn(
                        expression, expression, type.cast(), ValueReader.integer(), Table.Splitting.ARITHMETIC);
            case "text", "varchar", "bpchar" ->
                new Table.OrderColumn(
                        expression, expression, type.cast(), ValueReader.text(), Table.Splitting.COUNTING);
            default ->
                new Table.OrderColumn(
                        expression, expression + "::text", type.cast(), ValueReader.text(), Table.Splitting.COUNTING);
        };
    }

    private static @Nullable Object decimal(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9' ? new BigDecimal(text) : new LeftOut(text);
    }

    private static @Nullable Object date(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null || isOrdinary(text) ? text : new LeftOut(text);
    }

    private static @Nullable Object time(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        if (!isOrdinary(text)) {
            return new LeftOut(text);
        }
        boolean utc = text.endsWith("+00");
        return text.substring(0, 10) + "T" + (utc ? text.substring(11, text.length() - 3) + "Z" : text.substring(11));
    }

    /** Not infinite, not before Christ, and with a year that every date format of Elasticsearch takes. */
    private static boolean isOrdinary(String text) {
        return text.indexOf('-') == YEAR_DIGITS && !text.endsWith("BC");
    }

    private static @Nullable Object parsed(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        try {
            return Json.MAPPER.readValue(text, Object.class);
        } catch (JacksonException e) {
            return new LeftOut("JSON that cannot be read");
        }
    }
}
