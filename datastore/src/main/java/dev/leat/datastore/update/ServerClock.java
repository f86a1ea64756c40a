package dev.leat.datastore.update;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.time.Duration;

/**
 * The time of the cluster, by which documents note operations. It is asked for when an answer was lost, or once for many
 * operations, and only roughly known: see {@link #MARGIN}.
 */
final class ServerClock {

    /** What the clocks of nodes may differ by, and the second that the cluster rounds its own by. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private final Cluster cluster;

    ServerClock(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A moment surely before that which was so long ago, in milliseconds of the cluster's clock; blocks. */
    long surelyBefore(Duration ago) {
        return fetch() - ago.plus(MARGIN).toMillis();
    }

    private long fetch() {
        try {
            Request request = Request.read("GET", "/_cat/health")
                    .withParameter("h", "epoch")
                    .withParameter("format", "json");
            return cluster.perform(request).json().path(0).path("epoch").asLong() * 1_000;
        } catch (RejectedException noPrivilege) {
            // Without the privilege "monitor" this machine's clock has to do.
            return System.currentTimeMillis();
        }
    }
}
