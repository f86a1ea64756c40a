package dev.leat.connect.service;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes services that look at their jobs more often than the protocol asks for, so that tests need not wait. */
public final class QuickService {

    private QuickService() {}

    /** A service for all connectors of one kind of source. */
    public static ConnectorService of(Path directory, String serviceType, Cluster cluster, DataSourceCatalog catalog) {
        ServiceSettings settings = ServiceSettings.standard(new Workload(List.of(), Set.of(serviceType)), directory)
                .withPace(new Pace(
                        Duration.ofMillis(50), Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofMinutes(5)));
        Rhythm rhythm = new Rhythm(
                Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(20));
        return new ConnectorService(
                settings, cluster, catalog, ServiceEvents.none(), Clock.systemUTC(), cluster.waiter(), rhythm);
    }
}
