package dev.leat.elastic.scan;

import dev.leat.elastic.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The snapshot of one shard while it is in use: its newest id, and when Elasticsearch last heard of it. Thread-safe. */
final class PointInTime {

    private final String index;
    private final int shard;
    private final Waiter waiter;
    private volatile String id;
    private volatile long lastUse;

    PointInTime(String index, int shard, String id, Waiter waiter) {
        this.index = index;
        this.shard = shard;
        this.id = id;
        this.waiter = waiter;
        this.lastUse = waiter.nanoTime();
    }

    String index() {
        return index;
    }

    int shard() {
        return shard;
    }

    String where() {
        return "shard " + shard + " of index '" + index + "'";
    }

    String id() {
        return id;
    }

    /** Notes that a search used it; each answer may carry a newer id, and only that one is sure to work. */
    void used(@Nullable String newestId) {
        if (newestId != null) {
            id = newestId;
        }
        lastUse = waiter.nanoTime();
    }

    Duration idle() {
        return Duration.ofNanos(waiter.nanoTime() - lastUse);
    }
}
