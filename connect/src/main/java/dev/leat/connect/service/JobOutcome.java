package dev.leat.connect.service;

import dev.leat.connect.protocol.Ending;

/** What became of a job that was supervised. */
sealed interface JobOutcome {

    /** It ended in a way that its documents are to tell. */
    record Ended(Ending ending) implements JobOutcome {}

    /** It is not ours any more: its documents are somebody else's to write, or gone. */
    record TakenAway(String reason) implements JobOutcome {}

    static JobOutcome suspended() {
        return new Ended(new Ending.Suspended());
    }

    static JobOutcome failed(String error) {
        return new Ended(new Ending.Failed(error));
    }
}
