package dev.leat.connect.mirror;

import java.util.function.Supplier;

/**
 * Shows what a run has done so far. Whoever starts a run makes one and hands it over; any thread may look at it, before,
 * during and after. For one run.
 *
 * <p>When the run has ended, in whatever way, the counts are those of all documents with an outcome, the same as in its
 * report; those of a run that was continued include what it had achieved before.
 */
public final class LiveCounts {

    private volatile Supplier<Counts> source = Counts::none;

    /** The counts at this moment: from all threads of the run, each for itself exact. */
    public Counts snapshot() {
        return source.get();
    }

    void follow(Supplier<Counts> growing) {
        source = growing;
    }

    /** Keeps what there is now, and lets go of the run. */
    void freeze() {
        Counts last = source.get();
        source = () -> last;
    }
}
