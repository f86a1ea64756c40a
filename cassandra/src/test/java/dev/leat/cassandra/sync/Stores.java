package dev.leat.cassandra.sync;

import java.util.function.LongSupplier;

/** Where a world keeps its rows, its documents and its ledger. */
interface Stores {

    /**
     * The table.
     *
     * @param clock microseconds; rows expire by it
     */
    TableModel table(LongSupplier clock);

    IndexModel index();

    LedgerModel ledger();

    /** Waits until nothing happens any more that the world does not know of. */
    default void rest() {}

    /** The models. */
    record InMemory(Trap trap) implements Stores {

        @Override
        public TableModel table(LongSupplier clock) {
            return new TableModel(clock);
        }

        @Override
        public IndexModel index() {
            return trap.index();
        }

        @Override
        public LedgerModel ledger() {
            return new LedgerModel();
        }
    }
}
