package dev.leat.cassandra.sync;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a pair is worked on.
 *
 * @param rules what is decided by
 * @param reconcileEvery how often both sides are compared whole; it bounds how late deletes and expiries arrive
 * @param maxDeletes the largest part of all keys, from 0 to 1, that one comparison may delete on one side: when more are
 *     missing, an index was probably emptied or a table truncated by accident
 * @param lanes how many batches are worked on at once
 * @param batch how many keys are read and written in one request
 * @param lease how long after its last sign of life an instance is replaced
 * @param keepGone how long a key must be gone from both sides before the ledger forgets it, at least as long as {@link
 *     Rules#lateness()}; looked at with every comparison. It bounds how the ledger grows; nothing that was deleted comes back
 *     by it
 * @param scratch a directory for the table of hashed keys, 60 to 115 bytes a key
 */
public record PairSettings(
        Rules rules,
        Duration reconcileEvery,
        double maxDeletes,
        int lanes,
        int batch,
        Duration lease,
        Duration keepGone,
        Path scratch) {

    /**
     * Compared every 10 minutes, half of all keys deleted at most, 8 lanes of 500 keys, 30 s of lease,
     * keys that are gone known for 10 days as Cassandra's tombstones are.
     */
    public static PairSettings standard(Path scratch) {
        return new PairSettings(
                Rules.standard(),
                Duration.ofMinutes(10),
                0.5,
                8,
                500,
                Duration.ofSeconds(30),
                Duration.ofDays(10),
                scratch);
    }

    public PairSettings withRules(Rules rules) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }

    public PairSettings withReconcileEvery(Duration reconcileEvery) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }

    public PairSettings withMaxDeletes(double maxDeletes) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }

    public PairSettings withParallelism(int lanes, int batch) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }

    public PairSettings withLease(Duration lease) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }

    public PairSettings withKeepGone(Duration keepGone) {
        return new PairSettings(rules, reconcileEvery, maxDeletes, lanes, batch, lease, keepGone, scratch);
    }
}
