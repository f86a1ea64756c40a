package dev.leat.datastore.query;

import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.scan.ScannedPage;

/**
 * One round of a change of all documents that a query finds: it is handed every page of what is found, and accounts for
 * each document in it once. What it says is to be looked at again comes in a later round, if it still matches then.
 * {@link #change} is called by several threads at once; it may block.
 */
public interface MatchRound extends AutoCloseable {

    /** Begins the rounds of one run, one after the other. */
    @FunctionalInterface
    interface Opener {

        /**
         * Begins a round.
         *
         * @param patience for how long a refusal may be waited out within the round; an {@link
         *     dev.leat.elastic.UnavailableException} after that ends it, and the run begins another when it may
         * @param account takes what became of each document
         */
        MatchRound open(RetryPolicy patience, RoundAccount account);
    }

    /**
     * Changes the documents of a page, or takes them on.
     *
     * @param page with sources, sequence numbers and primary terms; valid during the call
     */
    void change(ScannedPage page);

    /** Returns when every document has been accounted for. */
    void finish();

    /** Gives up what is under way after a failure; does nothing after {@link #finish}. */
    @Override
    void close();
}
