package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * Where it stands who works on a pair, and how far it is. Calls block; errors as {@link Ledger}.
 */
public interface LeaseRegister {

    /**
     * What stands there.
     *
     * @param owner who works on the pair; empty when nobody does
     * @param epoch raised with every new owner
     * @param until when the owner loses the pair unless it writes again, in microseconds of its clock
     * @param checkpoint null before the first cycle
     * @param version null when nothing stands there yet
     */
    record State(
            String owner,
            long epoch,
            long until,
            @Nullable Checkpoint checkpoint,
            @Nullable Version version) {

        /** Before the first owner. */
        public static State initial() {
            return new State("", 0, LedgerEntry.NO_TIME, null, null);
        }
    }

    /** Reads it in real time; {@code owner} empty, {@code epoch} 0 and no version when nothing stands there. */
    State read();

    /** Writes it by compare-and-set with the version in it, as {@link Ledger#write}. */
    Outcome write(State state);
}
