package dev.leat.datastore.query;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.WriteOutcome;
import java.util.Set;

/** Where one round of a change by query says what became of each document. Thread-safe. */
public final class RoundAccount {

    private final ByQueryTally tally;
    private final Set<String> again;

    RoundAccount(ByQueryTally tally, Set<String> again) {
        this.tally = tally;
        this.again = again;
    }

    /** It was changed as was wanted. */
    public void changed() {
        tally.change();
    }

    /** It is not as it was found, or it cannot be told: to be looked at again in a later round. */
    public void again(String id) {
        again.add(id);
    }

    /** It cannot be changed. */
    public void failed(DeadLetter letter) {
        tally.fail(letter);
    }

    /** It needs no change. */
    void unchanged() {
        tally.leaveAlone();
    }

    void settled(BulkOperation operation, WriteOutcome outcome) {
        tally.add(operation, outcome, again);
    }
}
