package dev.leat.datastore.document;

/** What a delete found. The document is gone afterwards in any case. */
public enum DeleteOutcome {

    /** It was there. */
    DELETED,

    /** There was none. */
    MISSING,

    /** It is gone; whether this delete removed it cannot be known, because an answer was lost. */
    GONE
}
