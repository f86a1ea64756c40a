package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.util.Arrays;

/** The databases that run locally. */
enum NodeKind {
    ELASTICSEARCH("Elasticsearch", "elasticsearch.pid", 128),
    CASSANDRA("Cassandra", "cassandra.pid", 192);

    private final String product;
    private final String pidFile;
    private final int leastHeapMegabytes;

    NodeKind(String product, String pidFile, int leastHeapMegabytes) {
        this.product = product;
        this.pidFile = pidFile;
        this.leastHeapMegabytes = leastHeapMegabytes;
    }

    /** Its name, as people write it. */
    String product() {
        return product;
    }

    /** The name of the file that holds the process id of the server. */
    String pidFile() {
        return pidFile;
    }

    /** Whether this build can run that version, in the spelling of {@link NodeRecord#version()}. */
    boolean knows(String version) {
        return switch (this) {
            case ELASTICSEARCH ->
                Arrays.stream(ElasticsearchVersion.values())
                        .anyMatch(known -> known.name().equals(version));
            case CASSANDRA -> LocalCassandra.VERSION.equals(version);
        };
    }

    /** Refuses options that no node of this kind can be run with. */
    void check(int port, int heapMegabytes, String clusterName) {
        if (port < 0 || port > 65_535) {
            throw new LocalException(Reason.BAD_OPTION, "Port " + port + " does not exist: use 0 to 65535");
        }
        if (heapMegabytes < leastHeapMegabytes) {
            throw new LocalException(
                    Reason.BAD_OPTION,
                    "A heap of " + heapMegabytes + " MB is too small for " + product + ": use " + leastHeapMegabytes
                            + " or more");
        }
        if (!clusterName.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new LocalException(
                    Reason.BAD_OPTION,
                    "Cluster name \"" + clusterName + "\" cannot be used: letters, digits, '.', '_' and '-' only");
        }
    }
}
