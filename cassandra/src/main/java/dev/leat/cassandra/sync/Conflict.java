package dev.leat.cassandra.sync;

/** Both sides of a key were changed, and one change is lost. */
public enum Conflict {
    /** Both were written; the row is the newer. */
    ROW_WON,
    /** Both were written; the document is the newer. */
    DOCUMENT_WON,
    /** One was deleted and the other written: a delete has no time, so the write wins. */
    WRITE_OVER_DELETE
}
