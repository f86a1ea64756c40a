package dev.leat.elastic.bulk;

import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of one request, from its sending until each has an outcome or waits again. The writer's lock guards it. */
final class Batch {

    final List<Entry> entries;
    final long bytes;

    /** Names the request in the cluster's task list. */
    final String opaqueId;

    final long sentAt;

    /** The thread that waits for the cluster on its behalf, if one does: that one may be interrupted. */
    @Nullable
    Thread waiting;

    /** Whether the request may be with the cluster, its answer not having come. */
    volatile boolean exposed;

    Batch(List<Entry> entries, String opaqueId, long sentAt) {
        this.entries = entries;
        this.opaqueId = opaqueId;
        this.sentAt = sentAt;
        long sum = 0;
        for (Entry entry : entries) {
            sum += entry.bytes;
            entry.holder = this;
        }
        this.bytes = sum;
    }

    void interrupt() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** Lets go of those that it still holds. */
    List<Settled> claim(List<Settled> settled) {
        List<Settled> claimed = new ArrayList<>(settled.size());
        for (Settled one : settled) {
            if (one.entry().holder == this) {
                one.entry().holder = null;
                claimed.add(one);
            }
        }
        return claimed;
    }

    /** As {@link #claim}, for operations without an outcome. */
    List<Entry> release(List<Entry> some) {
        List<Entry> released = new ArrayList<>(some.size());
        for (Entry entry : some) {
            if (entry.holder == this) {
                entry.holder = null;
                released.add(entry);
            }
        }
        return released;
    }

    /** Lets go of all that it still holds, with the outcome of being given up. */
    List<Settled> giveUp(String reason) {
        List<Settled> left = new ArrayList<>();
        for (Entry entry : release(entries)) {
            boolean maybeDone = exposed || entry.doubtful;
            left.add(new Settled(entry, maybeDone ? new Unknown(reason) : new Unsent(reason)));
        }
        return left;
    }
}
