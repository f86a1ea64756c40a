package dev.leat.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a local node is to be run. Immutable; refine it with the {@code with…} methods.
 *
 * @param dataDirectory everything the node keeps: data, configuration, logs; it belongs to one node at a time
 * @param httpPort the port of the HTTP interface on loopback; 0 takes a free one
 * @param clusterName the name of the cluster; it also names the log file
 * @param heapMegabytes the size of the node's Java heap
 * @param tuning what the node's JVM is to be good at
 * @param settings settings of the node, as in {@code elasticsearch.yml}; they win over those that Leat writes
 * @param startTimeout how long the node may take from its start until it is ready, the download not counted
 */
public record LocalOptions(
        ElasticsearchVersion version,
        Path dataDirectory,
        int httpPort,
        Security security,
        Lifetime lifetime,
        String clusterName,
        int heapMegabytes,
        Tuning tuning,
        Map<String, String> settings,
        Duration startTimeout) {

    /** Whether the node asks who is there. */
    public enum Security {
        /** No encryption, everybody may do everything: for loopback only, and that is where it listens. */
        NONE,
        /**
         * TLS with a certificate authority of its own, and a password; Elasticsearch also has a trial licence and an API
         * key.
         */
        SECURED
    }

    /** What ends the node. */
    public enum Lifetime {
        /** It ends with the process that started it, also when that is killed. */
        OWNED,
        /** It lives on until it is stopped. */
        DETACHED
    }

    /** What the node's JVM is to be good at. */
    public enum Tuning {
        /**
         * Ready with half the processor time (8.9 s instead of 15.7 s, measured on Elasticsearch 9.4.3; 8.2 s instead of
         * 14.5 s on Cassandra 5.0.9), slower ever after.
         */
        QUICK_START,
        /** As fast as the server is, once it is warm. */
        FULL_SPEED
    }

    /** Checks the values. */
    public LocalOptions {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        NodeKind.ELASTICSEARCH.check(httpPort, heapMegabytes, clusterName);
    }

    /** A detached node without security for a person at this machine: 1 GB heap, a free port. */
    public static LocalOptions forUsers(Path dataDirectory) {
        return new LocalOptions(
                ElasticsearchVersion.V9,
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

    /** A node that ends with this process, for tests: quickly started, 512 MB heap, a free port, no security. */
    public static LocalOptions forTests(Path dataDirectory) {
        return forUsers(dataDirectory)
                .withLifetime(Lifetime.OWNED)
                .withHeapMegabytes(512)
                .withTuning(Tuning.QUICK_START)
                .withClusterName("leat-test");
    }

    /** The same with another release. */
    public LocalOptions withVersion(ElasticsearchVersion changed) {
        return new LocalOptions(
                changed,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                clusterName,
                heapMegabytes,
                tuning,
                settings,
                startTimeout);
    }

    /** The same on another port. */
    public LocalOptions withHttpPort(int changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                changed,
                security,
                lifetime,
                clusterName,
                heapMegabytes,
                tuning,
                settings,
                startTimeout);
    }

    /** The same with or without security. */
    public LocalOptions withSecurity(Security changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                changed,
                lifetime,
                clusterName,
                heapMegabytes,
                tuning,
                settings,
                startTimeout);
    }

    /** The same with another lifetime. */
    public LocalOptions withLifetime(Lifetime changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                changed,
                clusterName,
                heapMegabytes,
                tuning,
                settings,
                startTimeout);
    }

    /** The same with another cluster name. */
    public LocalOptions withClusterName(String changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                changed,
                heapMegabytes,
                tuning,
                settings,
                startTimeout);
    }

    /** The same with another heap. */
    public LocalOptions withHeapMegabytes(int changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                clusterName,
                changed,
                tuning,
                settings,
                startTimeout);
    }

    /** The same with another tuning. */
    public LocalOptions withTuning(Tuning changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                clusterName,
                heapMegabytes,
                changed,
                settings,
                startTimeout);
    }

    /** The same with one more setting of the node. */
    public LocalOptions withSetting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                clusterName,
                heapMegabytes,
                tuning,
                more,
                startTimeout);
    }

    /** The same with another deadline for the start. */
    public LocalOptions withStartTimeout(Duration changed) {
        return new LocalOptions(
                version,
                dataDirectory,
                httpPort,
                security,
                lifetime,
                clusterName,
                heapMegabytes,
                tuning,
                settings,
                changed);
    }
}
