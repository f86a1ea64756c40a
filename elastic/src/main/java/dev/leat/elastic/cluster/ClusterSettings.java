package dev.leat.elastic.cluster;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * Where a cluster is and how to talk to it.
 *
 * @param nodes at least one; requests go round them, and a node that does not answer is left out for a while
 * @param connectTimeout for reaching a node, TLS included
 * @param requestTimeout how long a connection may be silent before an answer counts as lost
 * @param maxConnections per node; more requests at once wait for one
 */
public record ClusterSettings(
        List<URI> nodes,
        Credentials credentials,
        Tls tls,
        Duration connectTimeout,
        Duration requestTimeout,
        RetryPolicy retryPolicy,
        int maxConnections) {

    public ClusterSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new ConfigException("elasticsearch", "no URL; give at least one, such as http://localhost:9200");
        }
        if (maxConnections < 1) {
            throw new ConfigException("max_connections", "must be at least 1 and is " + maxConnections);
        }
    }

    /**
     * Settings for one URL or several with commas between; a bare host gets {@code http} and port 9200.
     *
     * @throws ConfigException when one is not a URL, or holds a password
     */
    public static ClusterSettings of(String urls) {
        List<URI> nodes = List.of(urls.split(",")).stream()
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(ClusterSettings::parse)
                .toList();
        return new ClusterSettings(
                nodes,
                Credentials.none(),
                Tls.standard(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(90),
                RetryPolicy.standard(),
                32);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url.contains("://") ? url : "http://" + url);
            if (uri.getUserInfo() != null) {
                throw new ConfigException(
                        "elasticsearch", "the URL holds a user or password; give credentials by file or environment");
            }
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw notAUrl(url);
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : url.contains("://") && "https".equals(scheme) ? 443 : 9200;
            String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
            return new URI(scheme, null, uri.getHost(), port, path, null, null);
        } catch (URISyntaxException e) {
            throw notAUrl(url);
        }
    }

    private static ConfigException notAUrl(String url) {
        return new ConfigException("elasticsearch", "'" + url + "' is not a URL; it looks like https://localhost:9200");
    }

    public ClusterSettings withCredentials(Credentials credentials) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }

    public ClusterSettings withTls(Tls tls) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }

    public ClusterSettings withConnectTimeout(Duration connectTimeout) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }

    public ClusterSettings withRequestTimeout(Duration requestTimeout) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }

    public ClusterSettings withRetryPolicy(RetryPolicy retryPolicy) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }

    public ClusterSettings withMaxConnections(int maxConnections) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections);
    }
}
