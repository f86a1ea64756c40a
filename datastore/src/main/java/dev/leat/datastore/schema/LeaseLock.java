package dev.leat.datastore.schema;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets one process at a time change a collection's indices, across machines and without comparing their clocks: whoever
 * waits takes a lease over only after having seen it unrenewed for its whole lifetime by its own clock. Each holder has a
 * higher term than the one before. Thread-safe; blocks.
 */
final class LeaseLock {

    /** How long a process that died keeps others waiting. */
    static final Duration LIFETIME = Duration.ofSeconds(30);

    /** Longer than a dead process keeps its lease; a retry policy that is longer still counts instead. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final ControlDocuments control;
    private final Waiter waiter;
    private final Duration lifetime;
    private final String owner;
    private final Duration patience;

    LeaseLock(Cluster cluster, Duration lifetime) {
        this.control = new ControlDocuments(cluster);
        this.waiter = cluster.waiter();
        this.lifetime = lifetime;
        Duration deadline = cluster.settings().retryPolicy().deadline();
        Duration longest = deadline == null ? ChronoUnit.FOREVER.getDuration() : deadline;
        this.patience = longest.compareTo(PATIENCE) > 0 ? longest : PATIENCE;
        this.owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    }

    /** Waits for the lease of a collection, as long as the retry policy allows and at least two minutes. */
    Lease acquire(String collection) {
        return acquire(collection, patience);
    }

    /**
     * Waits for the lease of a collection.
     *
     * @param patience how long, at most; give it more than the lifetime, so that a dead holder is outlived
     * @throws UnavailableException when another process held it all that time
     */
    Lease acquire(String collection, Duration patience) {
        String id = "lease:" + collection;
        long start = waiter.nanoTime();
        long seenSeqNo = -1;
        long seenSince = start;
        for (int retry = 0; ; retry++) {
            long asked = waiter.nanoTime();
            ControlDocuments.Entry entry = control.find(id);
            if (entry != null && entry.seqNo() != seenSeqNo) {
                seenSeqNo = entry.seqNo();
                seenSince = waiter.nanoTime();
            }
            if (entry == null || isFree(entry, asked - seenSince)) {
                Lease lease = take(collection, id, entry);
                if (lease != null) {
                    return lease;
                }
                continue;
            }
            Duration elapsed = Duration.ofNanos(waiter.nanoTime() - start);
            if (elapsed.compareTo(patience) >= 0) {
                throw new UnavailableException(
                        "collection " + collection + " is being changed by another process ("
                                + entry.json().path("owner").asString("?") + "); gave up after "
                                + elapsed.toMillis() / 1000.0 + " s, try again later",
                        null);
            }
            pause(collection, retry);
        }
    }

    private static boolean isFree(ControlDocuments.Entry entry, long unchangedNanos) {
        long lifetime = entry.json().path("lifetime_ms").asLong(LIFETIME.toMillis());
        return entry.json().path("released").asBoolean(false)
                || unchangedNanos >= Duration.ofMillis(lifetime).toNanos();
    }

    private @Nullable Lease take(String collection, String id, ControlDocuments.@Nullable Entry before) {
        long term = before == null ? 1 : before.json().path("term").asLong() + 1;
        long asked = waiter.nanoTime();
        ControlDocuments.Entry taken = control.write(id, before, body(term));
        return taken == null ? null : new Lease(this, collection, id, term, taken, asked);
    }

    private ObjectNode body(long term) {
        return Json.MAPPER
                .createObjectNode()
                .put("owner", owner)
                .put("term", term)
                .put("lifetime_ms", lifetime.toMillis())
                .put("released", false);
    }

    /** The renewed entry; null when somebody else has taken the lease. */
    ControlDocuments.@Nullable Entry renew(String id, long term, ControlDocuments.Entry entry) {
        return control.write(id, entry, body(term));
    }

    void release(String id, long term, ControlDocuments.Entry entry) {
        // Null means that somebody else has it already, which is just as well.
        control.write(id, entry, body(term).put("released", true));
    }

    Waiter waiter() {
        return waiter;
    }

    Duration lifetime() {
        return lifetime;
    }

    private void pause(String collection, int retry) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), 20L << Math.min(retry, 10));
        try {
            waiter.sleep(Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(ceiling)));
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("waiting to change collection " + collection, e);
        }
    }
}
