package dev.leat.cassandra.sync;

import java.util.List;
import java.util.Map;

/**
 * The outcome of comparing both sides whole. Rows and documents that were written meanwhile count as they were found when
 * last looked at.
 *
 * @param counts how many keys differ, for every kind
 * @param differences the first of them, as many as were asked for; each was still there after some seconds
 */
public record Verification(
        Inventory table, Inventory index, Map<Difference.Kind, Long> counts, List<Difference> differences) {

    public Verification {
        counts = Map.copyOf(counts);
        differences = List.copyOf(differences);
    }

    /** Whether both sides hold the same. */
    public boolean isEqual() {
        return different() == 0;
    }

    /** How many keys are not the same on both sides. */
    public long different() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many keys differ in that way. */
    public long count(Difference.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
