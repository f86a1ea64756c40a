package dev.leat.connect.service;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.Connectors;
import dev.leat.connect.protocol.SyncJobs;
import dev.leat.connect.protocol.SyncRuns;
import dev.leat.datastore.Datastore;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What everything in the service works with.
 *
 * @param cluster for the protocol's documents; content is written through connections of its own
 * @param connectors the documents, with the patience of the connection
 * @param hostname what jobs name as their worker
 */
record ServiceParts(
        ServiceSettings settings,
        Cluster cluster,
        Connectors connectors,
        SyncJobs jobs,
        SyncRuns runs,
        Sources sources,
        DataDirectory data,
        Licence licence,
        StatusBoard board,
        Clock clock,
        Waiter waiter,
        Rhythm rhythm,
        String hostname) {

    static ServiceParts of(
            ServiceSettings settings,
            Cluster cluster,
            DataSourceCatalog catalog,
            DataDirectory data,
            StatusBoard board,
            Clock clock,
            Waiter waiter,
            Rhythm rhythm) {
        Datastore datastore = Datastore.of(cluster);
        Connectors connectors = Connectors.open(datastore, clock);
        SyncJobs jobs = SyncJobs.open(datastore, clock);
        return new ServiceParts(
                settings,
                cluster,
                connectors,
                jobs,
                new SyncRuns(connectors, jobs, clock, settings.pace().idleJob()),
                new Sources(catalog, settings.secrets(), settings.limits().fileBytes()),
                data,
                new Licence(cluster),
                board,
                clock,
                waiter,
                rhythm,
                thisHost());
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** The same with another patience for the protocol's documents. */
    ServiceParts withPatience(RetryPolicy policy) {
        Cluster other = cluster.withRetryPolicy(policy);
        Datastore datastore = Datastore.of(other);
        Connectors patientConnectors = Connectors.open(datastore, clock);
        SyncJobs patientJobs = SyncJobs.open(datastore, clock);
        return new ServiceParts(
                settings,
                other,
                patientConnectors,
                patientJobs,
                new SyncRuns(
                        patientConnectors, patientJobs, clock, settings.pace().idleJob()),
                sources,
                data,
                new Licence(other),
                board,
                clock,
                waiter,
                rhythm,
                hostname);
    }

    /** The connectors that this service looks after. */
    List<Connector> served() {
        Set<String> ids = settings.workload().connectors().stream()
                .map(ServedConnector::id)
                .collect(Collectors.toSet());
        return connectors.supported(ids, settings.workload().serviceTypes());
    }

    /** How the content of a connector is written: with its own API key, if it has one. */
    ClusterSettings contentSettings(String connector) {
        ClusterSettings common =
                cluster.settings().withRetryPolicy(settings.requests().patience());
        return settings.workload().connectors().stream()
                .filter(served -> served.id().equals(connector))
                .map(ServedConnector::apiKey)
                .filter(key -> key != null)
                .findFirst()
                .map(key -> common.withCredentials(new Credentials.ApiKey(key)))
                .orElse(common);
    }
}
