package dev.leat.connect.protocol;

import dev.leat.datastore.Datastore;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The connectors and sync jobs of one cluster. Thread-safe.
 *
 * @param runs what concerns both
 */
public record Protocol(Connectors connectors, SyncJobs jobs, SyncRuns runs) {

    /** The protocol of a cluster; its indices are made where they are missing. */
    public static Protocol open(Cluster cluster, InstantSource clock) {
        new ProtocolIndices(cluster).createMissing();
        Datastore datastore = Datastore.of(cluster);
        Connectors connectors = Connectors.open(datastore, clock);
        SyncJobs jobs = SyncJobs.open(datastore, clock);
        return new Protocol(connectors, jobs, new SyncRuns(connectors, jobs, clock));
    }

    /** The protocol of a cluster; empty where nobody has made its indices yet. */
    public static Optional<Protocol> find(Cluster cluster, InstantSource clock) {
        Indices indices = new Indices(cluster);
        return indices.exists(Names.CONNECTORS) && indices.exists(Names.SYNC_JOBS)
                ? Optional.of(open(cluster, clock))
                : Optional.empty();
    }
}
