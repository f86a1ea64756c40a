package dev.leat.connect.mirror;

/** What goes along with a bulk operation, for the time when its outcome is known. */
sealed interface Ticket {

    /**
     * A document to be written.
     *
     * @param fate what the write will have been when it succeeds
     */
    record Write(String scope, Hash128 key, Hash128 content, Tally.Fate fate, Settlement settlement)
            implements Ticket {}

    /** A document that is gone from the source. */
    record Delete() implements Ticket {}
}
