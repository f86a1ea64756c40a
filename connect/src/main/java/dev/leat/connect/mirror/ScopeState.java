package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run has achieved in one scope for good: everything up to the checkpoint has its outcome.
 *
 * @param number of the scope within the run
 * @param marks which intervals of the id table count as listed
 */
record ScopeState(int number, String name, Phase phase, Checkpoint checkpoint, List<Range> marks, Counts counts) {

    enum Phase {
        /** Not read to the end; starts from its checkpoint. */
        OPEN,
        /** Read to the end. */
        COMPLETED,
        /** The source could not list all of it. */
        FAILED
    }

    /** Intervals from {@code first} to {@code last}, both included. */
    record Range(long first, long last) {

        boolean contains(long interval) {
            return first <= interval && interval <= last;
        }
    }

    ScopeState {
        marks = List.copyOf(marks);
    }

    static ScopeState fresh(int number, String name) {
        return new ScopeState(number, name, Phase.OPEN, Checkpoint.start(), List.of(), Counts.none());
    }

    /** Takes up again what an attempt before has not read to the end. */
    ScopeState reopened() {
        return phase == Phase.FAILED ? withPhase(Phase.OPEN) : this;
    }

    /** Whether marks of attempts before that one are part of this state. */
    boolean isMarkedBefore(int attempt) {
        return marks.stream().anyMatch(range -> range.first() >>> ScopeTracker.ATTEMPT_SHIFT < attempt);
    }

    ScopeState withPhase(Phase replacement) {
        return new ScopeState(number, name, replacement, checkpoint, marks, counts);
    }

    /** This state with another checkpoint, reached through the intervals of one more attempt. */
    ScopeState reached(Checkpoint later, Range attempt, Counts more) {
        List<Range> all = new ArrayList<>(marks);
        all.add(attempt);
        return new ScopeState(number, name, phase, later, all, counts.plus(more));
    }

    /** Whether an attempt before this one has left something that the next goes on from. */
    boolean isPartRead() {
        return phase == Phase.OPEN && !checkpoint.isStart();
    }
}
