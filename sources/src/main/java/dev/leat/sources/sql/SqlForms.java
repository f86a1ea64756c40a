package dev.leat.sources.sql;

/** How rows of a database server become documents where there is a choice. */
public record SqlForms(Ids ids, Json json, Keyless keyless) {

    /** How ids are made. */
    public enum Ids {
        /** As Elastic's connectors do: names and values joined by {@code _}. */
        JOINED,
        /** So that no two keys ever meet. */
        ESCAPED
    }

    /** What becomes of JSON in a column. */
    public enum Json {
        /** A text. */
        TEXT,
        /** Fields within the field. */
        OBJECT
    }

    /** What becomes of tables without a primary key. */
    public enum Keyless {
        /** They are left out. */
        SKIP,
        /** A unique index over columns that are never null takes the place of the key. */
        UNIQUE_INDEX
    }
}
