package dev.leat.local;

import dev.leat.local.LocalOptions.Security;
import java.net.InetSocketAddress;

/** How it stands with the Cassandra of a data directory. */
public sealed interface CassandraState {
    /**
     * The node runs and listens.
     *
     * @param address where clients connect to
     * @param pid the process of the server
     */
    record Running(InetSocketAddress address, long pid, String clusterName, Security security)
            implements CassandraState {}

    /** The node's process runs and does not listen yet. */
    record Starting(long pid) implements CassandraState {}

    /** No node runs. */
    record Stopped() implements CassandraState {}

    /** No node runs, but one did and was not stopped: it was killed, or it broke down. The next start clears up. */
    record Stale() implements CassandraState {}
}
