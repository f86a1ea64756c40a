package dev.leat.connect.mirror;

import org.jspecify.annotations.Nullable;

/** What goes along with a bulk operation, for the time when its outcome is known. */
sealed interface Ticket {

    /**
     * A document to be written.
     *
     * @param fate what the write will have been when it succeeds; null when the outcome is to tell
     */
    record Write(String scope, Hash128 key, Hash128 content, Tally.@Nullable Fate fate, Settlement settlement)
            implements Ticket {}

    /** A document that is gone from the source. */
    record Delete(Hash128 key) implements Ticket {}

    /** A document that may be in the index and is to be there no more. */
    record Removal() implements Ticket {}

    /**
     * The access list of an indexed copy, whose newer version becomes a dead letter.
     *
     * @param then what is to be done when the outcome is there
     */
    record Restriction(Settlement settlement, Runnable then) implements Ticket {}
}
