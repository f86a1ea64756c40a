package dev.leat.cassandra.sync;

/** What becomes of fields of documents that are in no column of the table. */
public enum NewFields {
    /** They stay in their documents, and no row has them. */
    IGNORE,
    /** The instance that works on the pair adds columns for them, and the pair goes on with these. */
    ADD_COLUMN,
    /** A column of type {@code map<text, text>} holds them: to each name its JSON. */
    EXTRA_MAP,
    /** A document that has one is a dead letter. */
    DEAD_LETTER
}
