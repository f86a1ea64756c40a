package dev.leat.app.sync;

import dev.leat.app.monitoring.MonitoringServer;
import dev.leat.cassandra.config.SyncConfig.HttpConfig;
import dev.leat.cassandra.service.SyncService;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sync that goes on in this process until it is told to stop, with its folder and its port for health and metrics.
 *
 * @param watcher is given the service when it begins
 */
public record Syncing(SyncFile file, ClusterSettings cluster, SyncDirectory directory, Consumer<SyncService> watcher) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Syncing.class);

    /** Runs until the calling thread is interrupted. */
    public void run() throws IOException {
        file.config().notices().forEach(LOGGER::warn);
        try (Cluster connection = Cluster.connect(cluster);
                SyncService service =
                        new SyncService(file.config(), connection, directory.owner(), directory.scratch());
                SyncMetrics metrics = new SyncMetrics(service);
                MonitoringServer monitoring = monitor(service, metrics)) {
            directory.announce(monitoring == null ? null : monitoring.url());
            if (monitoring != null) {
                LOGGER.info("Health and metrics at {}", monitoring.url());
            }
            watcher.accept(service);
            service.run();
        }
    }

    private @Nullable MonitoringServer monitor(SyncService service, SyncMetrics metrics) {
        HttpConfig address = file.config().http();
        if (address == null) {
            return null;
        }
        try {
            return serve(address.host(), address.port(), service, metrics);
        } catch (ConfigException e) {
            if (address.isNamed()) {
                throw new ConfigException("sync.http", e.problems().getFirst().message());
            }
            // Nobody asked for this port: a second sync on the machine takes another one.
            LOGGER.info("Port {} is taken; another one is used", address.port());
            return serve(address.host(), 0, service, metrics);
        }
    }

    private static MonitoringServer serve(String host, int port, SyncService service, SyncMetrics metrics) {
        return MonitoringServer.start(host, port, () -> SyncHealth.of(service.status()), metrics::scrape);
    }
}
