package dev.leat.spark.read;

import java.io.ObjectStreamException;
import java.io.Serial;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A partition as the driver holds it: a number. On its way to a worker it becomes a slice of the snapshot that is open
 * then, for a plan outlives its snapshot: it may be carried out again.
 */
final class LeasedPartition implements InputPartition {

    private static final long serialVersionUID = 1L;
    private static final String[] ANYWHERE = {};

    private final transient ScanLease.Anchor anchor;
    private final transient ScanLease lease;
    private final int number;

    LeasedPartition(ScanLease lease, ScanLease.Anchor anchor, int number) {
        this.lease = lease;
        this.anchor = anchor;
        this.number = number;
    }

    /** Spark asks this of every partition that it is about to read, which tells how much of the plan that will be. */
    @Override
    public String[] preferredLocations() {
        lease.announce(number);
        return ANYWHERE;
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return lease.serve(number);
    }

    @Override
    public String toString() {
        return "partition " + number + " of " + lease + (anchor.isHeld() ? "" : " (released)");
    }
}
