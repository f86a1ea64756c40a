package dev.leat.cassandra.sync;

import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** A pair that another instance works on. */
public final class TakenPair {

    private TakenPair() {}

    /**
     * Opens it.
     *
     * @param asked is run whenever the pair asks whose it is
     */
    public static SyncPair open(Path scratch, Runnable asked) {
        LedgerModel ledger = new LedgerModel() {
            @Override
            public State read() {
                asked.run();
                return new State("another", 1, Long.MAX_VALUE / 2, null, null);
            }
        };
        InstantSource clock = () -> Instant.EPOCH;
        SyncPorts ports = new SyncPorts(
                new TableModel(() -> 0),
                null,
                new IndexModel(),
                ledger,
                ledger,
                (key, side, reason) -> {
                    throw new AssertionError("nobody works on the pair");
                },
                clock,
                Waiter.system());
        return new SyncPair("this", ports, PairSettings.standard(scratch));
    }
}
