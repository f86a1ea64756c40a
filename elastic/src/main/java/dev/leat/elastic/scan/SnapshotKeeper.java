package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.MarkedThreads;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the points-in-time of an open scan alive while their slices wait for their turn, or their reader for its
 * consumer: whichever was not used for a quarter of the keep-alive is pinged. One virtual thread.
 */
final class SnapshotKeeper implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotKeeper.class);

    /** Rounds per keep-alive: the longest time without a sign of life is half of it, and leaves room for a slow ping. */
    private static final int ROUNDS = 4;

    private final Cluster cluster;
    private final List<PointInTime> pointsInTime;
    private final Duration keepAlive;
    private final Thread thread;

    SnapshotKeeper(Cluster cluster, List<PointInTime> pointsInTime, Duration keepAlive) {
        this.cluster = cluster.withRetryPolicy(RetryPolicy.none());
        this.pointsInTime = List.copyOf(pointsInTime);
        this.keepAlive = keepAlive;
        this.thread = MarkedThreads.unstarted("leat-scan-keeper", this::keep);
    }

    void start() {
        thread.start();
    }

    private void keep() {
        try {
            while (true) {
                cluster.waiter().sleep(keepAlive.dividedBy(ROUNDS));
                round();
            }
        } catch (InterruptedException | CancelledException e) {
            LOGGER.debug("The scan has ended and its snapshot needs no keeping");
        }
    }

    /** Pings what was not used lately. */
    void round() {
        Duration idle = keepAlive.dividedBy(ROUNDS);
        for (PointInTime pointInTime : pointsInTime) {
            if (pointInTime.idle().compareTo(idle) >= 0) {
                ping(pointInTime);
            }
        }
    }

    private void ping(PointInTime pointInTime) {
        try {
            cluster.perform(PageRequest.ping(pointInTime.id(), keepAlive));
            pointInTime.used(null);
        } catch (RejectedException | UnavailableException e) {
            // Whoever reads it next will say so loudly; here it may as well be a cluster that is back for the next
            // round.
            LOGGER.atDebug()
                    .addKeyValue("shard", pointInTime.where())
                    .setCause(e)
                    .log("A snapshot could not be kept");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
