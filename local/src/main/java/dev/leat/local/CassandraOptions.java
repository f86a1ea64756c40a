package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import dev.leat.local.LocalOptions.Security;
import dev.leat.local.LocalOptions.Tuning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a local Cassandra is to be run. Immutable; refine it with the {@code with…} methods.
 *
 * @param dataDirectory everything the node keeps: data, configuration, logs; it belongs to one node at a time
 * @param port the port that clients connect to on loopback; 0 takes a free one
 * @param clusterName the name of the cluster; it also names the log file, and stays with the data
 * @param heapMegabytes the size of the node's Java heap
 * @param settings settings of the node, as in {@code cassandra.yaml}, their values as YAML; they win over those that
 *     Leat writes
 * @param startTimeout how long the node may take from its start until it is ready, the download not counted
 */
public record CassandraOptions(
        Path dataDirectory,
        int port,
        Security security,
        Lifetime lifetime,
        String clusterName,
        int heapMegabytes,
        Tuning tuning,
        Map<String, String> settings,
        Duration startTimeout) {

    /** Checks the values. */
    public CassandraOptions {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        NodeKind.CASSANDRA.check(port, heapMegabytes, clusterName);
    }

    /** A detached node without security for a person at this machine: 1 GB heap, a free port. */
    public static CassandraOptions forUsers(Path dataDirectory) {
        return new CassandraOptions(
                dataDirectory,
                0,
                Security.NONE,
                Lifetime.DETACHED,
                "leat",
                1024,
                Tuning.FULL_SPEED,
                Map.of(),
                Duration.ofMinutes(3));
    }

    /** A node that ends with this process, for tests: quickly started, 384 MB heap, a free port, no security. */
    public static CassandraOptions forTests(Path dataDirectory) {
        return new CassandraOptions(
                dataDirectory,
                0,
                Security.NONE,
                Lifetime.OWNED,
                "leat-test",
                384,
                Tuning.QUICK_START,
                Map.of(),
                Duration.ofMinutes(3));
    }

    /** The same on another port. */
    public CassandraOptions withPort(int changed) {
        return new CassandraOptions(
                dataDirectory, changed, security, lifetime, clusterName, heapMegabytes, tuning, settings, startTimeout);
    }

    /** The same with or without security. */
    public CassandraOptions withSecurity(Security changed) {
        return new CassandraOptions(
                dataDirectory, port, changed, lifetime, clusterName, heapMegabytes, tuning, settings, startTimeout);
    }

    /** The same with another lifetime. */
    public CassandraOptions withLifetime(Lifetime changed) {
        return new CassandraOptions(
                dataDirectory, port, security, changed, clusterName, heapMegabytes, tuning, settings, startTimeout);
    }

    /** The same with another heap. */
    public CassandraOptions withHeapMegabytes(int changed) {
        return new CassandraOptions(
                dataDirectory, port, security, lifetime, clusterName, changed, tuning, settings, startTimeout);
    }

    /** The same with another tuning. */
    public CassandraOptions withTuning(Tuning changed) {
        return new CassandraOptions(
                dataDirectory, port, security, lifetime, clusterName, heapMegabytes, changed, settings, startTimeout);
    }

    /** The same with one more setting of the node; the value is YAML. */
    public CassandraOptions withSetting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new CassandraOptions(
                dataDirectory, port, security, lifetime, clusterName, heapMegabytes, tuning, more, startTimeout);
    }
}
