package dev.leat.app.ingest;

import dev.leat.app.monitoring.ConnectorHealth;
import dev.leat.app.monitoring.MonitoringServer;
import dev.leat.app.monitoring.ServiceMetrics;
import dev.leat.connect.service.ConnectorService;
import dev.leat.connect.service.ServiceSettings;
import dev.leat.connect.service.ServiceSettings.HttpAddress;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors service in this process, with its checks before the start and its port for health and metrics.
 *
 * @param cluster whose connectors are served
 * @param environment the variables of the process
 */
public record Serving(IngestSettings settings, ClusterSettings cluster, Map<String, String> environment) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Serving.class);

    /**
     * Runs until the calling thread is interrupted.
     *
     * @throws PreflightException when the service cannot start
     * @throws dev.leat.connect.service.ServiceFailedException when it fails again and again
     */
    public void run(List<IngestAction> actions) throws InterruptedException {
        settings.warnings().forEach(LOGGER::warn);
        if (!settings.unready().isEmpty()) {
            throw new PreflightException(
                    settings.unready().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        ServiceSettings service = settings.service().withLoops(IngestAction.loops(actions));
        try (Cluster connection = Cluster.connect(cluster)) {
            check(connection, service);
            serve(service, connection);
        }
    }

    private void check(Cluster connection, ServiceSettings service) throws InterruptedException {
        String allows =
                environment.getOrDefault("ALLOW_ES_VERSION_MISMATCH", "").toLowerCase(Locale.ROOT);
        try {
            new Preflight(connection, service.requests(), connection.waiter(), LOGGER::warn)
                    .run(
                            settings.extractionService(),
                            Set.of("true", "1", "yes").contains(allows));
        } catch (RejectedException | UnavailableException e) {
            throw new PreflightException(e.getMessage());
        }
    }

    private void serve(ServiceSettings service, Cluster connection) {
        try (ServiceMetrics metrics = new ServiceMetrics()) {
            ConnectorService connectors = new ConnectorService(service, connection, settings.catalog(), metrics);
            try (MonitoringServer monitoring = monitor(service.http(), connectors, metrics)) {
                if (monitoring != null) {
                    LOGGER.info("Health and metrics at {}", monitoring.url());
                }
                connectors.run();
            }
        }
    }

    private @Nullable MonitoringServer monitor(
            @Nullable HttpAddress address, ConnectorService connectors, ServiceMetrics metrics) {
        if (address == null) {
            return null;
        }
        try {
            return MonitoringServer.start(
                    address.host(), address.port(), () -> ConnectorHealth.of(connectors.status()), metrics::scrape);
        } catch (ConfigException e) {
            if (!address.equals(IngestReader.HTTP)) {
                throw e;
            }
            // Nobody asked for this port: a second service on the machine takes another one.
            LOGGER.warn("Port {} is taken; another one is used", address.port());
            return MonitoringServer.start(
                    address.host(), 0, () -> ConnectorHealth.of(connectors.status()), metrics::scrape);
        }
    }
}
