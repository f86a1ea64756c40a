package dev.leat.datastore.query;

/** How far a number can be trusted. */
public enum Exactness {

    /** It is the number. */
    EXACT,

    /** There are at least so many; counting was not carried further. */
    AT_LEAST,

    /** An estimate, off by a few per cent at most. */
    ESTIMATE
}
