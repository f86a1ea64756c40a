package dev.leat.cassandra.type;

/** A column of a table. */
public record Column(String name, CqlType type, Kind kind) {
    /** What a column is to its table. */
    public enum Kind {
        /** Part of the partition key. */
        PARTITION_KEY,
        /** Part of the key within the partition. */
        CLUSTERING,
        /** One value for all rows of a partition. */
        STATIC,
        /** Any other. */
        REGULAR
    }

    /** Whether it is part of the primary key. */
    public boolean isKey() {
        return kind == Kind.PARTITION_KEY || kind == Kind.CLUSTERING;
    }

    /** Its name as CQL takes it. */
    public String cqlName() {
        return quoted(name);
    }

    /** A name as CQL takes it: in quotes, since it may be a word of CQL. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
