package dev.leat.cassandra.sync;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Removes entries of keys that have long been gone, so that the ledger grows with what is there and not with what ever was.
 * Such an entry says what no entry says, too: that both sides have nothing. What is lost with it is the highest timestamp
 * of the row; a write that goes below it and is hidden by a tombstone is noticed when it is read back, and repeated beyond
 * now. An entry with a write that may still arrive stays. Used by one thread.
 */
final class Sweep {

    private final SyncPorts ports;
    private final Tally tally;
    private final long goneBefore;

    /**
     * @param keepGone how long a key must have been gone; at least as long as an instance may sleep, so that none that had
     *     read nothing before there was an entry writes after it
     */
    Sweep(SyncPorts ports, Tally tally, Rules rules, Duration keepGone) {
        this.ports = ports;
        this.tally = tally;
        long now = ports.now();
        this.goneBefore = Math.min(now - keepGone.toNanos() / 1000, rules.doubtsSince(now));
    }

    /** Removes what is over from a page of the ledger; an entry that somebody else has written since stays. */
    void over(List<LedgerEntry> page) {
        List<LedgerEntry> forgotten =
                page.stream().filter(this::isOver).map(LedgerEntry::forgotten).toList();
        if (!forgotten.isEmpty()) {
            Map<RowKey, Outcome> outcomes = ports.ledger().write(forgotten);
            tally.add(
                    Event.FORGOTTEN,
                    outcomes.values().stream()
                            .filter(outcome -> outcome instanceof Outcome.Written)
                            .count());
        }
    }

    private boolean isOver(LedgerEntry entry) {
        return entry.agreed().isAbsent()
                && !entry.isOpen()
                && entry.time() < goneBefore
                && entry.doubts().stream().allMatch(doubt -> doubt.at() < goneBefore);
    }
}
