package dev.leat.connect.mirror;

import dev.leat.connect.DataSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.CancelledException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One scope of a run: reads it, and knows what became of it. Run by one thread; asked for its report after that. */
final class ScopeRun {

    private final Scope scope;
    private final ScopeState before;
    private final ScopeContext context;
    private final ScopeTracker tracker;
    private final ScopeReport.Start start;
    private final Tally late = new Tally();
    private ScopeReport.@Nullable State state;
    private @Nullable String reason;

    ScopeRun(Scope scope, ScopeState before, ScopeContext context, ScopeTracker tracker) {
        this.scope = scope;
        this.before = before;
        this.context = context;
        this.tracker = tracker;
        if (before.phase() == ScopeState.Phase.COMPLETED) {
            this.start = ScopeReport.Start.NOT_READ_AGAIN;
            this.state = ScopeReport.State.COMPLETED;
        } else {
            this.start =
                    before.isPartRead() ? ScopeReport.Start.FROM_A_CHECKPOINT : ScopeReport.Start.FROM_THE_BEGINNING;
        }
    }

    int number() {
        return before.number();
    }

    String name() {
        return scope.name();
    }

    boolean isCompleted() {
        return state == ScopeReport.State.COMPLETED;
    }

    /** Tells the ledger which marks of this scope are valid, before anything is read. */
    void announce() {
        if (isCompleted()) {
            context.ledger().ended(number(), before.marks());
        } else {
            context.ledger().open(number(), liveMarks());
        }
    }

    /**
     * Reads the scope, unless that was done.
     *
     * @throws InterruptedException when the run has been cancelled or stopped; the scope can be continued
     */
    void run(DataSource source) throws InterruptedException, IOException {
        if (isCompleted()) {
            return;
        }
        ScopeSink sink = new ScopeSink(context, scope.name(), number(), tracker);
        Exception failure = null;
        try {
            source.read(scope, before.checkpoint(), sink);
        } catch (Exception e) { // The source's code may throw whatever it likes; here it is told from our own.
            failure = e;
        }
        sink.reportProgress();
        context.signal().throwIfStopped();
        if (Thread.interrupted() || failure instanceof InterruptedException || failure instanceof CancelledException) {
            // The run goes on, so it was the source itself; what it has read may not be all.
            failure = new SourceException("the source stopped as if it had been interrupted", failure);
        }
        tracker.awaitOutcomes();
        context.signal().throwIfStopped();
        if (failure == null) {
            tracker.complete();
            state = ScopeReport.State.COMPLETED;
        } else {
            tracker.fail();
            state = ScopeReport.State.FAILED;
            reason = Messages.of(failure);
        }
        context.ledger().ended(number(), liveMarks());
    }

    private List<ScopeState.Range> liveMarks() {
        List<ScopeState.Range> marks = new ArrayList<>(before.marks());
        marks.add(tracker.range());
        return marks;
    }

    /** Counts a document that was decided after the scope had ended. */
    void decidedLate(Tally.Fate fate, long bytes) {
        synchronized (late) {
            late.add(fate, bytes);
        }
    }

    void flush() throws IOException {
        if (start != ScopeReport.Start.NOT_READ_AGAIN) {
            tracker.flush();
        }
    }

    /** What became of its documents so far; from any thread. */
    Counts counts() {
        Counts counts = start == ScopeReport.Start.NOT_READ_AGAIN ? before.counts() : tracker.counts();
        synchronized (late) {
            return counts.plus(late.counts());
        }
    }

    ScopeReport report() {
        return new ScopeReport(name(), state == null ? ScopeReport.State.FAILED : state, start, reason, counts());
    }
}
