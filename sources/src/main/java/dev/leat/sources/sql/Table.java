package dev.leat.sources.sql;

import java.util.List;

/**
 * One table or view: its columns, how its rows are told apart, and how it is read.
 *
 * @param key the columns of the primary key, in its order; none when there is no key
 */
public record Table(String name, Kind kind, List<Column> columns, List<Column> key, Paging paging) {

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** What it is. */
    public enum Kind {
        /** An ordinary table: mirrored by default. */
        TABLE,
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
         */
        record ByColumns(List<OrderColumn> columns, Stability stability) implements Paging {
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
        /** They are places: a reorganisation changes them, and {@link Dialect#layout} with them. */
        UNTIL_REORGANISED
    }

    /**
     * A column.
     *
     * @param typing whether values of different types can be in it
     */
    public record Column(String name, Typing typing) {}

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
     * @param expression SQL, quoted and with its collation: exactly what the unique index is made of
     */
    public record OrderColumn(String expression) {}
}
