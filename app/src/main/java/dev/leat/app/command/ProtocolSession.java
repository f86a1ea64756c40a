package dev.leat.app.command;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.Protocol;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import java.time.Clock;

/** The connectors and jobs of a cluster, for commands that name one of them. */
record ProtocolSession(Cluster cluster, Protocol protocol) implements AutoCloseable {

    /**
     * Those of the cluster that is meant.
     *
     * @throws ConfigException when it has none
     */
    static ProtocolSession open(Session session) {
        Cluster cluster = session.connect();
        try {
            return new ProtocolSession(
                    cluster,
                    Protocol.find(cluster, Clock.systemUTC())
                            .orElseThrow(() -> new ConfigException(
                                    "connector",
                                    "there are none in this cluster; make one with 'leat connector create'")));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    Connector connector(String id) {
        return protocol.connectors()
                .find(id)
                .filter(connector -> !connector.isDeleted())
                .orElseThrow(() -> new ConfigException(
                        "connector", "there is none with the id '" + id + "'; 'leat connector list' names all"));
    }

    SyncJob job(String id) {
        return protocol.jobs()
                .find(id)
                .orElseThrow(() -> new ConfigException(
                        "job", "there is none with the id '" + id + "'; 'leat job list' names the newest"));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
