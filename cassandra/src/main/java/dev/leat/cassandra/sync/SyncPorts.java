package dev.leat.cassandra.sync;

import dev.leat.elastic.Waiter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that a sync pair touches.
 *
 * @param watch finds rows that were written lately; null when the table has no column to tell by, then it is read whole in
 *     every cycle
 * @param clock the machine's clock
 * @param waiter how a cycle waits
 */
public record SyncPorts(
        TableSide table,
        @Nullable TableWatch watch,
        IndexSide index,
        Ledger ledger,
        LeaseRegister leases,
        DeadLetters deadLetters,
        InstantSource clock,
        Waiter waiter) {

    /** The same with another ledger. */
    SyncPorts withLedger(Ledger other) {
        return new SyncPorts(table, watch, index, other, leases, deadLetters, clock, waiter);
    }

    /** The same with another index. */
    SyncPorts withIndex(IndexSide other) {
        return new SyncPorts(table, watch, other, ledger, leases, deadLetters, clock, waiter);
    }

    /** Now, in microseconds. */
    long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }
}
