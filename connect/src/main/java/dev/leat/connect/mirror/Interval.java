package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import org.jspecify.annotations.Nullable;

/** What a scope puts between two checkpoints. Guarded by the lock of its {@link ScopeTracker}. */
final class Interval {

    private final long number;
    final Tally tally = new Tally();
    /** Documents that have no outcome yet. */
    long pending;
    /** A document of this interval will never have one: what comes after must be read again. */
    boolean broken;
    /** Where reading can go on after this interval; null while it grows. */
    @Nullable
    Checkpoint end;

    Interval(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    boolean isSettled() {
        return end != null && pending == 0 && !broken;
    }
}
