package dev.leat.connect;

/** What the value of a setting is. */
public enum FieldType {
    /** Text, as it is. */
    STRING,
    /** A whole number of 64 bits. */
    INTEGER,
    /** {@code true} or {@code false}, nothing else. */
    BOOLEAN,
    /** Texts; written in one line, they are separated by commas, trimmed, and empty ones dropped. */
    LIST,
    /** Text that is never shown, logged, stored or given as an option: a {@link dev.leat.elastic.Secret}. */
    SECRET
}
