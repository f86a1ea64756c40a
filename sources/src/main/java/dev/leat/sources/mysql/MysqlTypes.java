package dev.leat.sources.mysql;

import dev.leat.elastic.Json;
import dev.leat.sources.sql.IdText;
import dev.leat.sources.sql.LeftOut;
import dev.leat.sources.sql.SqlForms;
import dev.leat.sources.sql.Table;
import dev.leat.sources.sql.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** How the types of MySQL and MariaDB become JSON. */
record MysqlTypes(SqlForms.Json json) {
    private static final Set<String> WHOLE_NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "integer", "bigint");
    private static final Set<String> BINARIES =
            Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector");
    private static final Set<String> SHAPES = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection");

    private record Form(String expression, ValueReader reader, IdText idText) {}

    /**
     * A column of a table.
     *
     * @param type its name in the catalog: {@code varchar}
     * @param fullType with what belongs to it: {@code bigint(20) unsigned}
     */
    Table.Column column(String name, String type, String fullType) {
        return column(name, type, form(MysqlDialect.quoted(name), type, fullType.contains("unsigned")));
    }

    /** A column of a query, which is read as it comes: nothing can be written around it. */
    Table.Column resultColumn(String label, String type) {
        String plain = type.replace(" unsigned", "");
        Form form = switch (plain) {
            case "bit" -> new Form("", MysqlTypes::bits, IdText.NARROW);
            case "float" -> new Form("", ValueReader.floating32(), IdText.NARROW);
            case "year" -> new Form("", ValueReader.integer(), IdText.NARROW);
            default ->
                SHAPES.contains(plain)
                        ? new Form("", ValueReader.binary(), IdText.BINARY)
                        : form("", plain, type.contains("unsigned"));
        };
        return column(label, plain, form);
    }

    private static Table.Column column(String name, String type, Form form) {
        return new Table.Column(name, Table.Typing.STRICT, type, form.expression(), form.reader(), form.idText());
    }

    private Form form(String expression, String type, boolean unsigned) {
        if (WHOLE_NUMBERS.contains(type)) {
            boolean big = unsigned && type.equals("bigint");
            return new Form(expression, big ? MysqlTypes::unsigned : ValueReader.integer(), IdText.NARROW);
        }
        if (BINARIES.contains(type)) {
            return new Form(expression, ValueReader.binary(), IdText.BINARY);
        }
        if (SHAPES.contains(type)) {
            return new Form("ST_AsText(" + expression + ")", ValueReader.text(), IdText.PLAIN);
        }
        return switch (type) {
            case "decimal" -> new Form(expression, ValueReader.decimal(), IdText.NARROW);
            // As a text it would come with six digits.
            case "float" -> new Form("(" + expression + " + 0e0)", ValueReader.floating32(), IdText.NARROW);
            case "double" -> new Form(expression, ValueReader.floating(), IdText.NARROW);
            case "bit" -> new Form("(" + expression + " + 0)", MysqlTypes::unsigned, IdText.NARROW);
            case "year" -> new Form("(" + expression + " + 0)", ValueReader.integer(), IdText.NARROW);
            case "date" -> new Form(expression, MysqlTypes::date, IdText.NARROW);
            case "datetime" -> new Form(expression, (rows, column) -> time(rows, column, ""), IdText.DATE_TIME);
            case "timestamp" -> new Form(expression, (rows, column) -> time(rows, column, "Z"), IdText.LOCAL_TIME);
            case "set" -> new Form(expression, MysqlTypes::set, IdText.PLAIN);
            case "json" ->
                new Form(
                        expression,
                        json == SqlForms.Json.OBJECT ? MysqlTypes::parsed : ValueReader.text(),
                        IdText.PLAIN);
            case "uuid" -> new Form(expression, ValueReader.text(), IdText.NARROW);
            default -> new Form(expression, ValueReader.text(), IdText.PLAIN);
        };
    }

    /**
     * How a column of a key is compared with a value of an earlier row. A number must be given as one, or it is compared
     * as a double; enumerations and sets are ordered by their numbers but would be compared by their names.
     */
    static Table.OrderColumn orderColumn(String name, String type, String fullType) {
        String quoted = MysqlDialect.quoted(name);
        if (WHOLE_NUMBERS.contains(type)) {
            boolean big = type.equals("bigint") && fullType.contains("unsigned");
            return order(
                    quoted, quoted, big ? ValueReader.decimal() : ValueReader.integer(), Table.Splitting.ARITHMETIC);
        }
        if (BINARIES.contains(type)) {
            return order(quoted, quoted, ValueReader.binary(), Table.Splitting.COUNTING);
        }
        return switch (type) {
            case "decimal" -> order(quoted, quoted, ValueReader.decimal(), Table.Splitting.COUNTING);
            case "double" -> order(quoted, quoted, ValueReader.floating(), Table.Splitting.COUNTING);
            case "float" -> order(quoted, "(" + quoted + " + 0e0)", ValueReader.floating(), Table.Splitting.COUNTING);
            case "bit", "enum", "set", "year" ->
                order(quoted, "(" + quoted + " + 0)", ValueReader.decimal(), Table.Splitting.COUNTING);
            default -> order(quoted, quoted, ValueReader.text(), Table.Splitting.COUNTING);
        };
    }

    private static Table.OrderColumn order(
            String expression, String selection, ValueReader reader, Table.Splitting splitting) {
        return new Table.OrderColumn(expression, selection, "?", reader, splitting);
    }

    private static @Nullable Object unsigned(ResultSet rows, int column) throws SQLException {
        BigDecimal value = rows.getBigDecimal(column);
        return value == null ? null : narrowed(value.toBigInteger());
    }

    private static @Nullable Object bits(ResultSet rows, int column) throws SQLException {
        byte[] value = rows.getBytes(column);
        return value == null ? null : narrowed(new BigInteger(1, value));
    }

    private static Object narrowed(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static @Nullable Object date(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null || isOrdinary(text) ? text : new LeftOut(text);
    }

    private static @Nullable Object time(ResultSet rows, int column, String zone) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return isOrdinary(text) ? trimmed(text.replace(' ', 'T')) + zone : new LeftOut(text);
    }

    /** The driver writes zeros behind a fraction, or does not, as the type of the column may be. */
    private static String trimmed(String time) {
        if (time.indexOf('.') < 0) {
            return time;
        }
        int end = time.length();
        while (time.charAt(end - 1) == '0') {
            end--;
        }
        return time.substring(0, time.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** MySQL keeps dates without a year, a month or a day. */
    private static boolean isOrdinary(String text) {
        return !text.startsWith("0000-") && !text.startsWith("00-", 5) && !text.startsWith("-00", 7);
    }

    private static @Nullable Object set(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static @Nullable Object parsed(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        try {
            return text == null ? null : Json.MAPPER.readValue(text, Object.class);
        } catch (JacksonException e) {
            return new LeftOut("JSON that cannot be read");
        }
    }
}
