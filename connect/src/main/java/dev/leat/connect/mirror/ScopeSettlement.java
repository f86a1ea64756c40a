package dev.leat.connect.mirror;

import java.io.IOException;

/** Tells the tracker of a scope. */
record ScopeSettlement(ScopeTracker tracker, Interval interval, ErrorMonitor errors, StopSignal signal)
        implements Settlement {

    @Override
    public void done(Tally.Fate fate, long bytes) {
        if (fate == Tally.Fate.CREATED || fate == Tally.Fate.UPDATED || fate == Tally.Fate.UNCHANGED) {
            errors.success();
        }
        try {
            tracker.done(interval, fate, bytes);
        } catch (IOException e) {
            signal.stop(e);
        }
    }

    @Override
    public void broken() {
        tracker.broken(interval);
    }
}
