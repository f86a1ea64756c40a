package dev.leat.elastic.cluster;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Waits until a write whose answer was lost has ended in the cluster, so that it cannot take effect after what is written
 * next; only then is it worth a look what came of it. Thread-safe; blocks.
 */
public final class LostRequests {

    /**
     * Pauses between looks at the task list. The first gives a request time to get from the network into that list; it
     * must be missing from two lists in a row.
     */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final int CLEAR_LISTS = 2;

    /** How long a lost request is given to end when the task list may not be seen (privilege {@code monitor}). */
    public static final Duration BLIND_PAUSE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final RetryPolicy policy;

    /** @param policy how long a request that still runs is waited for */
    public LostRequests(Cluster cluster, RetryPolicy policy) {
        this.cluster = cluster;
        this.policy = policy;
    }

    /**
     * Waits until no write with that {@code X-Opaque-Id} runs anywhere in the cluster.
     *
     * @throws UnavailableException when it still ran at the end of the policy's patience
     * @throws CancelledException when the thread was interrupted
     */
    public void awaitEnd(String opaqueId) {
        long start = cluster.waiter().nanoTime();
        Duration pause = FIRST_PAUSE;
        int clear = 0;
        while (clear < CLEAR_LISTS) {
            sleep(pause);
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
            try {
                clear = isRunning(opaqueId) ? 0 : clear + 1;
            } catch (RejectedException e) {
                if (e.status() == 401) {
                    throw e;
                }
                sleep(BLIND_PAUSE);
                return;
            }
            if (clear == 0) {
                requirePatience(start, opaqueId);
            }
        }
    }

    private boolean isRunning(String opaqueId) {
        Response response = cluster.perform(Request.read("GET", "/_tasks")
                .withParameter("actions", "indices:data/write/*")
                .withParameter("group_by", "none"));
        String tasks = new String(response.body(), StandardCharsets.UTF_8);
        // A node that did not answer may be the one that still works on it.
        return tasks.contains("\"" + opaqueId + "\"") || tasks.contains("\"node_failures\"");
    }

    private void requirePatience(long start, String opaqueId) {
        Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
        if (!policy.allows(elapsed, Duration.ZERO)) {
            throw new UnavailableException(
                    "write " + opaqueId + ", whose answer was lost, is still running; gave up after "
                            + elapsed.toMillis() / 1000.0 + " s; check that the cluster is up and not overloaded",
                    null);
        }
    }

    private void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the check of a lost write", e);
        }
    }
}
