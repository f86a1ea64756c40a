package dev.leat.cassandra.sync;

/**
 * Finds what was written to a table lately, by the times that its rows tell. A row may become visible after rows of later
 * times, by as much as clocks may be apart. So where short times are read quickly, each is read twice: soon, and again
 * when nothing that belongs there can still be on its way; elsewhere all that may not be complete is read every time. Used
 * by one thread.
 */
final class RowFollower {

    /** What is read again at once: requests that were under way, and clocks that are kept well. */
    private static final long MOMENT = 1_000_000;

    private static final long NOTHING = Long.MIN_VALUE;

    private final TableWatch watch;
    private final long maxSkew;
    /** Up to here everything was read when it was complete; {@link #NOTHING} when that is not known. */
    private long complete = NOTHING;

    RowFollower(TableWatch watch, Rules rules) {
        this.watch = watch;
        this.maxSkew = rules.latest(0);
    }

    /** To be called when a pass failed, or somebody else made one. */
    void forget() {
        complete = NOTHING;
    }

    /**
     * Hands over what has changed; some of it again.
     *
     * @param watermark the highest time of what was handed over, and not later than the pass before began
     * @param now when this pass begins
     * @return the highest time that was seen; {@link Long#MIN_VALUE} when there was no row
     */
    long follow(long watermark, long now, PageHandler handler) {
        long soon = watermark - Math.min(maxSkew, MOMENT);
        long since = complete == NOTHING ? watermark - maxSkew : complete;
        complete = NOTHING;
        long completeThen = now - maxSkew;
        long seen;
        if (completeThen < soon && since < soon && watch.isQuick()) {
            long seenAgain = since < completeThen ? watch.changes(since, completeThen, handler) : NOTHING;
            seen = Math.max(seenAgain, watch.changes(soon, Long.MAX_VALUE, handler));
        } else {
            seen = watch.changes(Math.min(since, soon), Long.MAX_VALUE, handler);
        }
        complete = watch.isQuick() ? Math.max(since, completeThen) : NOTHING;
        return seen;
    }
}
