package dev.leat.cassandra.sync;

/** What a sync counts. */
public enum Event {
    /** A key was looked at and both sides were equal. */
    IN_STEP,
    /** A document was created or changed. */
    DOCUMENT_WRITTEN,
    DOCUMENT_DELETED,
    /** A row was inserted or changed. */
    ROW_WRITTEN,
    ROW_DELETED,
    /** See {@link Conflict}. */
    ROW_WON,
    DOCUMENT_WON,
    WRITE_OVER_DELETE,
    /** A key differs and the direction does not allow to change it. */
    LEFT,
    /** A row or document was refused, see {@link DeadLetters}. */
    DEAD_LETTER,
    /** A key had to be looked at again, because somebody else was writing or an answer was lost. */
    AGAIN,
    /** A key was not deleted because too many were missing at once. */
    HELD_BACK,
    /** What was known of a key that has long been gone was removed. */
    FORGOTTEN;

    static Event of(Conflict conflict) {
        return switch (conflict) {
            case ROW_WON -> ROW_WON;
            case DOCUMENT_WON -> DOCUMENT_WON;
            case WRITE_OVER_DELETE -> WRITE_OVER_DELETE;
        };
    }
}
