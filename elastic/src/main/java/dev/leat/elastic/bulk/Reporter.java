package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import java.util.List;

/** Tells the listener what became of operations, each exactly once, and the writer that it was told. Thread-safe. */
final class Reporter {

    private final WriterState state;
    private final OutcomeListener listener;

    Reporter(WriterState state, OutcomeListener listener) {
        this.state = state;
        this.listener = listener;
    }

    /** For operations under way, which the caller has claimed; also ends those behind them, if nothing is sent any more. */
    void report(List<Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        tell(settled);
        reportDrained(unsent(state.completed(settled)));
    }

    /** For operations that were taken out of the queue, or behind such. */
    void reportDrained(List<Settled> settled) {
        if (!settled.isEmpty()) {
            tell(settled);
            state.completedAfterDrain(settled);
        }
    }

    /** Operations that wait in the queue, with the outcome of never leaving it. */
    List<Settled> unsent(List<Entry> entries) {
        String reason = state.reasonOfStop();
        return entries.stream()
                .map(entry ->
                        new Settled(entry, entry.doubtful ? new WriteOutcome.Unknown(reason) : new Unsent(reason)))
                .toList();
    }

    private void tell(List<Settled> settled) {
        for (Settled one : settled) {
            try {
                listener.completed(one.entry().operation, one.outcome());
            } catch (RuntimeException | Error e) {
                // The listener is foreign code: whatever it throws ends the writer, and the others are told all the
                // same.
                state.fail(e instanceof LeatException known ? known : new ListenerFailedException(e));
            }
        }
    }
}
