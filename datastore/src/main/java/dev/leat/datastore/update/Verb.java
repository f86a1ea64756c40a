package dev.leat.datastore.update;

/** What an update operation does to a field. */
public enum Verb {

    /** Stores a value; null removes the field. */
    SET(Repeating.HARMLESS),

    /** Adds a number; a missing field counts as 0. */
    INC(Repeating.HARMFUL),

    /** Subtracts a number; a missing field counts as 0. */
    DEC(Repeating.HARMFUL),

    /** Keeps the larger of the stored and the given value. */
    MAX(Repeating.HARMLESS),

    /** Keeps the smaller of the stored and the given value. */
    MIN(Repeating.HARMLESS),

    /** Adds an element at the end of a list. */
    APPEND(Repeating.HARMFUL),

    /** Adds an element at the end of a list that has no equal one. */
    APPEND_IF_MISSING(Repeating.HARMLESS),

    /** Adds an element at the beginning of a list. */
    PREPEND(Repeating.HARMFUL),

    /** Adds an element at the beginning of a list that has no equal one. */
    PREPEND_IF_MISSING(Repeating.HARMLESS),

    /** Takes the first equal element out of a list. */
    REMOVE(Repeating.HARMFUL),

    /** Takes a key out of an object, or the element at an index out of a list. */
    DELETE(Repeating.HARMFUL);

    /** Whether carrying it out a second time changes what the first time left. */
    enum Repeating {
        HARMLESS,
        HARMFUL
    }

    private final Repeating repeating;

    Verb(Repeating repeating) {
        this.repeating = repeating;
    }

    /** The worst case: a DELETE of a key may be repeated, one of an index may not. */
    Repeating repeating() {
        return repeating;
    }
}
