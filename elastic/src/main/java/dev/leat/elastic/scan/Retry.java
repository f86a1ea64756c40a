package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pauses between the tries of one page, by the cluster's retry policy. The retry engine cannot do this: a page that
 * was refused is asked for again with another size. Not thread-safe.
 */
final class Retry {

    private static final Logger LOGGER = LoggerFactory.getLogger(Retry.class);
    private static final int WARN_AT = 4;

    private final Cluster cluster;
    private final String what;
    private final long start;
    private int retries;

    Retry(Cluster cluster, String what) {
        this.cluster = cluster;
        this.what = what;
        this.start = cluster.waiter().nanoTime();
    }

    /**
     * Waits before the next try.
     *
     * @param atLeast what the other side asked for
     * @throws UnavailableException when the policy grants no more tries
     */
    void pause(String why, @Nullable Duration atLeast) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
        Duration pause = policy.backoff().delay(retries, ThreadLocalRandom.current());
        if (atLeast != null) {
            pause = pause.plus(atLeast);
        }
        if (!policy.allows(elapsed, pause)) {
            throw new UnavailableException(
                    what + ": " + why + "; gave up after " + elapsed.toMillis() / 1000.0
                            + " s; check that the cluster is up and reachable, then run the scan again",
                    null,
                    atLeast);
        }
        retries++;
        if (retries == WARN_AT) {
            LOGGER.atWarn().addKeyValue("work", what).log("Waiting for the cluster: {}", why);
        }
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted(what, e);
        }
    }
}
