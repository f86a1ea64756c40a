package dev.leat.datastore.document;

/** What reading several documents does about ids that are not there. */
public enum OnMissing {

    /** {@link MissingException}, which carries what was found. */
    FAIL,

    /** The result is shorter. */
    LEAVE_OUT
}
