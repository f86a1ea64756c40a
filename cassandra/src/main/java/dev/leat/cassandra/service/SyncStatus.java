package dev.leat.cassandra.service;

import dev.leat.cassandra.service.PairStatus.State;
import java.time.Instant;
import java.util.List;

/**
 * How a sync is at a moment.
 *
 * @param since when it began
 */
public record SyncStatus(Instant since, List<PairStatus> pairs) {

    public SyncStatus {
        pairs = List.copyOf(pairs);
    }

    /** Whether the threads of all pairs are at work, failing ones included: they go on trying. */
    public boolean isAlive() {
        return pairs.stream().noneMatch(pair -> pair.state() == State.STOPPED);
    }

    /** Whether every pair has been through a cycle, here or elsewhere, and none fails. */
    public boolean isReady() {
        return pairs.stream().allMatch(pair -> pair.state() == State.LEADER || pair.state() == State.STANDBY);
    }
}
