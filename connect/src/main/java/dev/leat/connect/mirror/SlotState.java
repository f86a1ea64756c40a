package dev.leat.connect.mirror;

/**
 * The word of an {@link IdTable} slot that says what is known of an id: flags, a scope, and the interval between two
 * checkpoints in which that scope listed the id (0 when the scope is only the one that the indexed copy names). One word,
 * so that a killed process never leaves half of it.
 */
final class SlotState {

    /** The slot is in use. */
    static final int OCCUPIED = 1;
    /** The document was in the index when the run began. */
    static final int PRESENT = 2;
    /** A write may be under way or may have been lost: what the index holds is not known. */
    static final int PENDING = 4;
    /** This run has written the document, and Elasticsearch has confirmed it. */
    static final int WRITTEN = 8;
    /** This run has deleted the document, and Elasticsearch has confirmed it. */
    static final int DELETED = 32;
    /** The content hash of the slot is that of the indexed copy. */
    static final int HASHED = 16;

    /** The scope of documents without {@code _leat} or of a scope that the source does not have. */
    static final int FOREIGN = 0xFFFF;
    /** Scopes are numbered from 0 to one below this. */
    static final int MAX_SCOPES = FOREIGN;
    /** The largest number of an interval. */
    static final long MAX_INTERVAL = (1L << 40) - 1;

    private static final int SCOPE_SHIFT = 8;
    private static final int INTERVAL_SHIFT = 24;
    private static final long FLAGS_MASK = 0xFF;

    private SlotState() {}

    static long of(int flags, int scope, long interval) {
        return (interval << INTERVAL_SHIFT) | ((long) scope << SCOPE_SHIFT) | flags;
    }

    static int flags(long state) {
        return (int) (state & FLAGS_MASK);
    }

    static int scope(long state) {
        return (int) (state >>> SCOPE_SHIFT) & 0xFFFF;
    }

    static long interval(long state) {
        return state >>> INTERVAL_SHIFT;
    }

    static boolean has(long state, int flag) {
        return (state & flag) != 0;
    }
}
