package dev.leat.cassandra.sync;

/** A mistake that a naive sync makes, put back around ports that behave. */
interface Trap {

    /** No mistake. */
    Trap NONE = new Trap() {};

    default IndexModel index() {
        return new IndexModel();
    }

    default SyncPorts set(SyncPorts ports, World world) {
        return ports;
    }
}
