package dev.leat.sources.sql;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table or view: its columns, how its rows are told apart, and how it is read.
 *
 * @param scope the name of the scope that it is, distinct within the database
 * @param schema where it is, or null where the database has no schemas or only one
 * @param name as users know it
 * @param reference SQL that names it, quoted
 * @param key the columns that make the id, in their order; none when there is no key
 * @param changeQuery SQL that tells in ISO-8601 when the table last changed, or null when the database does not know
 * @param estimatedRows how many rows there may be, from the database's statistics
 */
public record Table(
        String scope,
        @Nullable String schema,
        String name,
        String reference,
        Kind kind,
        List<Column> columns,
        List<Column> key,
        Paging paging,
        @Nullable String changeQuery,
        long estimatedRows) {

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The same, of whose binary values no more is read than this and one byte; keys stay whole. */
    Table withBinariesUpTo(long bytes) {
        List<Column> bounded = columns.stream()
                .map(column -> key.contains(column) ? column : column.withBinaryUpTo(bytes))
                .toList();
        return new Table(scope, schema, name, reference, kind, bounded, key, paging, changeQuery, estimatedRows);
    }

    /** The columns as a query selects them. */
    String selection() {
        return columns.stream().map(Column::expression).collect(Collectors.joining(", "));
    }

    /** What it is. */
    public enum Kind {
        /** An ordinary table: mirrored by default. */
        TABLE,
        /** An ordinary table without a key to make ids of: left out, and cannot be read when it is named. */
        KEYLESS,
        /** A view, or a table that a module of the database computes: mirrored when it is named. */
        DERIVED,
        /** The database's own. */
        INTERNAL
    }

    /** How rows are read. */
    public sealed interface Paging {

        /**
         * Page by page in the order of these columns, which together are unique and never null.
         *
         * @param stability whether the order survives a reorganisation of the database
         * @param comparison how keys of several columns are compared
         */
        record ByColumns(List<OrderColumn> columns, Stability stability, Comparison comparison) implements Paging {
            public ByColumns {
                columns = List.copyOf(columns);
            }
        }

        /** In one go, because nothing is known to order by. */
        record Whole() implements Paging {}
    }

    /** Whether values that rows are ordered by stay with their rows. */
    public enum Stability {
        /** They are data. */
        STABLE,
        /** They are places: a reorganisation changes them, and {@link Transactions#layout} with them. */
        UNTIL_REORGANISED
    }

    /** How a key of several columns is compared so that the database uses the index for it. */
    public enum Comparison {
        /** {@code (a, b) > (?, ?)}. */
        ROW_VALUES,
        /** {@code a > ? OR (a = ? AND b > ?)}. */
        COLUMN_BY_COLUMN
    }

    /**
     * A column.
     *
     * @param typing whether values of different types can be in it
     * @param typeName the database's name for its type
     * @param expression SQL that selects it in the form that {@code reader} wants
     */
    public record Column(
            String name, Typing typing, String typeName, String expression, ValueReader reader, IdText idText) {

        /** Enough to see that a value is too large: whole ones may not fit into memory. */
        private Column withBinaryUpTo(long bytes) {
            boolean isLarge = idText == IdText.BINARY && !typeName.equals("vector");
            return isLarge
                    ? new Column(
                            name,
                            typing,
                            typeName,
                            "substring(%s, 1, %d)".formatted(expression, bytes + 1),
                            reader,
                            idText)
                    : this;
        }
    }

    /** What a column lets in. */
    public enum Typing {
        /** A number and a text that is written alike cannot both be in it. */
        STRICT,
        /** Anything goes. */
        MIXED
    }

    /**
     * Something to order by.
     *
     * @param expression SQL to order by and to compare: quoted and with its collation, exactly what the unique index is
     *     made of
     * @param selection SQL that selects its value in the form in which it can be compared again without loss
     * @param parameter SQL for a value in a comparison, with one question mark
     * @param splitting whether its values can be divided into parts by arithmetic
     */
    public record OrderColumn(
            String expression, String selection, String parameter, ValueReader reader, Splitting splitting) {}

    /** How the range of a key is divided. */
    public enum Splitting {
        /** Its values are whole numbers. */
        ARITHMETIC,
        /** By asking the database which key comes so many rows later. */
        COUNTING
    }
}
