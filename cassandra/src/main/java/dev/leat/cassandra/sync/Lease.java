package dev.leat.cassandra.sync;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a pair, for a time. Every checkpoint is written together with it by compare-and-set, so that an
 * instance that was thought dead cannot move the checkpoint of its successor: that is the fence. Used by one thread.
 */
final class Lease {

    private final SyncPorts ports;
    private final String owner;
    private final Duration length;
    private LeaseRegister.State state;

    private Lease(SyncPorts ports, String owner, Duration length, LeaseRegister.State state) {
        this.ports = ports;
        this.owner = owner;
        this.length = length;
        this.state = state;
    }

    /** The lease, if it is free, was not kept, or is this owner's already. */
    static Optional<Lease> tryAcquire(SyncPorts ports, String owner, Duration length, Duration maxSkew) {
        LeaseRegister.State found = ports.leases().read();
        boolean free =
                found.owner().isEmpty() || found.owner().equals(owner) || found.until() + micros(maxSkew) < ports.now();
        if (!free) {
            return Optional.empty();
        }
        Lease lease = new Lease(ports, owner, length, found);
        boolean taken = lease.write(found.epoch() + 1, found.checkpoint());
        return taken ? Optional.of(lease) : Optional.empty();
    }

    /** Grows by one whenever anybody acquires the lease. */
    long epoch() {
        return state.epoch();
    }

    Optional<Checkpoint> checkpoint() {
        return Optional.ofNullable(state.checkpoint());
    }

    /**
     * Saves how far the work is, and keeps the lease.
     *
     * @throws LeaseLostException when another instance has it
     */
    void save(Checkpoint checkpoint) {
        if (!write(state.epoch(), checkpoint)) {
            throw new LeaseLostException("another instance took over the pair; this one stands by");
        }
    }

    /** Keeps the lease if a third of it is over. */
    void keep() {
        Checkpoint checkpoint = state.checkpoint();
        if (checkpoint != null && ports.now() > state.until() - micros(length) * 2 / 3) {
            save(checkpoint);
        }
    }

    /** Lets another instance take over at once. */
    static void release(SyncPorts ports, String owner) {
        LeaseRegister.State state = ports.leases().read();
        if (state.owner().equals(owner)) {
            ports.leases()
                    .write(new LeaseRegister.State(
                            "", state.epoch(), LedgerEntry.NO_TIME, state.checkpoint(), state.version()));
        }
    }

    /** False when somebody else wrote. A write whose answer was lost is looked up. */
    private boolean write(long epoch, @Nullable Checkpoint checkpoint) {
        var next = new LeaseRegister.State(owner, epoch, ports.now() + micros(length), checkpoint, state.version());
        if (ports.leases().write(next) instanceof Outcome.Written written) {
            state = new LeaseRegister.State(owner, epoch, next.until(), checkpoint, written.version());
            return true;
        }
        LeaseRegister.State found = ports.leases().read();
        boolean ours = found.owner().equals(owner) && found.epoch() == epoch && found.until() == next.until();
        if (ours) {
            state = found;
        }
        return ours;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
