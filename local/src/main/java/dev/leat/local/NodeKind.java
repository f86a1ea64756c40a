package dev.leat.local;

import java.util.Arrays;

/** The databases that run locally. */
enum NodeKind {
    ELASTICSEARCH("Elasticsearch", "elasticsearch.pid"),
    CASSANDRA("Cassandra", "cassandra.pid");

    private final String product;
    private final String pidFile;

    NodeKind(String product, String pidFile) {
        this.product = product;
        this.pidFile = pidFile;
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
}
