package dev.leat.local;

import dev.leat.local.LocalOptions.Security;
import java.net.URI;

/** How it stands with the node of a data directory. */
public sealed interface NodeState {
    /**
     * The node runs and listens.
     *
     * @param pid the process of the server itself
     */
    record Running(ElasticsearchVersion version, URI url, long pid, String clusterName, Security security)
            implements NodeState {}

    /**
     * The node's process runs and does not listen yet.
     *
     * @param pid the process of the server, or of the program that starts it
     */
    record Starting(ElasticsearchVersion version, long pid) implements NodeState {}

    /** No node runs. */
    record Stopped() implements NodeState {}

    /** No node runs, but one did and was not stopped: it was killed, or it broke down. The next start clears up. */
    record Stale(ElasticsearchVersion version) implements NodeState {}
}
