package dev.leat.spark.read;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slice;
import dev.leat.elastic.scan.Slicing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.connector.read.InputPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot behind one plan, on the driver: opened when the plan is carried out, kept alive, closed when the query
 * has ended, opened anew when the same plan is carried out again. Thread-safe; opening and closing block.
 */
final class ScanLease {

    private static final Logger LOGGER = LoggerFactory.getLogger(ScanLease.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final ReadPlan plan;
    private final String scope;
    private final Leases leases;
    private final BitSet announced = new BitSet();
    private @Nullable Cluster cluster;
    private @Nullable IndexScan scan;
    private List<List<Slice>> partitions = List.of();
    private boolean everServed;
    private long lastUsed;

    /** What the plan and its partitions hold on to: when nobody does any more, the snapshot is closed. */
    static final class Anchor {
        boolean isHeld() {
            return true;
        }
    }

    /** @param scope the name by which Spark shows the plan's node in its jobs */
    ScanLease(ReadPlan plan, String scope, Leases leases) {
        this.leases = leases;
        this.plan = plan;
        this.scope = scope;
    }

    String scope() {
        return scope;
    }

    /** How long a snapshot that nobody reads from is kept, in milliseconds. */
    long patience() {
        return plan.options().keepAlive().toMillis();
    }

    /** When a partition was last handed out, or the snapshot opened, by the system's clock. */
    long lastUsed() {
        lock.lock();
        try {
            return lastUsed;
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return scan != null;
        } finally {
            lock.unlock();
        }
    }

    /** Opens the snapshot and says how many partitions there are: at least one, for later there may be documents. */
    int open(int parallelism) {
        lock.lock();
        try {
            if (scan == null) {
                int before = partitions.size();
                open(plan.request(parallelism), before);
            }
            return partitions.size();
        } finally {
            lock.unlock();
        }
    }

    private void open(ScanRequest request, int number) {
        Cluster connected = plan.options().connection().connect();
        try {
            IndexScan opened =
                    IndexScan.open(connected, number == 0 ? request : request.withSlicing(new Slicing.Count(number)));
            cluster = connected;
            scan = opened;
            partitions = deal(
                    opened.slices(), number == 0 ? Math.max(1, opened.slices().size()) : number);
            lastUsed = System.currentTimeMillis();
            leases.opened(this);
        } catch (RuntimeException e) {
            connected.close();
            throw e;
        }
    }

    private static List<List<Slice>> deal(List<Slice> slices, int number) {
        List<List<Slice>> hands = new ArrayList<>();
        for (int hand = 0; hand < number; hand++) {
            hands.add(new ArrayList<>());
        }
        for (int slice = 0; slice < slices.size(); slice++) {
            hands.get(slice % number).add(slices.get(slice));
        }
        return hands;
    }

    /** Notes that a partition is about to be read. */
    void announce(int partition) {
        lock.lock();
        try {
            announced.set(partition);
        } finally {
            lock.unlock();
        }
    }

    /** What a worker gets to read a partition, from the snapshot that is open or from a new one. */
    InputPartition serve(int partition) {
        lock.lock();
        try {
            if (scan == null) {
                if (everServed && partition != 0 && announced.cardinality() < partitions.size()) {
                    return new FailedPartition("partition " + partition + " of " + this
                            + " is wanted after the snapshot was closed that the other partitions were read from;"
                            + " run the query again, with a longer 'keep-alive' if it rests between partitions");
                }
                open(plan.request(1), partitions.size());
            }
            everServed = true;
            lastUsed = System.currentTimeMillis();
            return new SlicePartition(partitions.get(partition));
        } catch (LeatException e) {
            return new FailedPartition(String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    /** Closes the snapshot, if it is open. */
    void close() {
        closeUnlessUsedAfter(Long.MAX_VALUE);
    }

    /** Closes the snapshot, if it is open and no partition of it was handed out after that time. */
    void closeUnlessUsedAfter(long time) {
        @Nullable IndexScan closing;
        @Nullable Cluster connection;
        lock.lock();
        try {
            if (lastUsed > time) {
                return;
            }
            closing = scan;
            connection = cluster;
            scan = null;
            cluster = null;
            announced.clear();
            leases.closed(this);
        } finally {
            lock.unlock();
        }
        if (closing != null && connection != null) {
            closing.close();
            connection.close();
            LOGGER.atDebug().addKeyValue("scan", this).log("The snapshot is closed");
        }
    }

    @Override
    public String toString() {
        return "the read of '" + plan.options().index() + "'";
    }
}
