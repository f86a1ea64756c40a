package dev.leat.elastic.cluster;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a cluster is and how to talk to it.
 *
 * @param nodes at least one; requests go round them, and a node that does not answer is left out for a while
 * @param connectTimeout for reaching a node, TLS included
 * @param requestTimeout how long a connection may be silent before an answer counts as lost
 * @param maxConnections per node; more requests at once wait for one
 * @param headers sent with every request, besides our own; their values are treated as secrets
 */
public record ClusterSettings(
        List<URI> nodes,
        Credentials credentials,
        Tls tls,
        Duration connectTimeout,
        Duration requestTimeout,
        RetryPolicy retryPolicy,
        int maxConnections,
        Map<String, Secret> headers) {

    private static final Set<String> OWN_HEADERS = Set.of(
            "accept", "connection", "content-length", "content-type", "host", "transfer-encoding", "x-opaque-id");

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    public ClusterSettings {
        nodes = List.copyOf(nodes);
        headers = Map.copyOf(headers);
        headers.forEach(ClusterSettings::requireHeader);
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
                32,
                Map.of());
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
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    public ClusterSettings withTls(Tls tls) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    public ClusterSettings withConnectTimeout(Duration connectTimeout) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    public ClusterSettings withRequestTimeout(Duration requestTimeout) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    public ClusterSettings withRetryPolicy(RetryPolicy retryPolicy) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    public ClusterSettings withMaxConnections(int maxConnections) {
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, headers);
    }

    /**
     * The same with these headers in every request, in place of others given before. {@code User-Agent} replaces ours, and
     * the credentials replace {@code Authorization}.
     *
     * @throws ConfigException when one cannot be sent; the message has its name and not its value
     */
    public ClusterSettings withHeaders(Map<String, String> headers) {
        Map<String, Secret> secret = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> new Secret(header.getValue())));
        return new ClusterSettings(
                nodes, credentials, tls, connectTimeout, requestTimeout, retryPolicy, maxConnections, secret);
    }

    private static void requireHeader(String name, Secret value) {
        if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new ConfigException("headers", "'" + name + "' is set for each request as it needs it; leave it out");
        }
        boolean printable = value.reveal().chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
        if (!HEADER_NAME.matcher(name).matches() || !printable) {
            throw new ConfigException(
                    "headers",
                    "'" + name + "' cannot be sent: names and values of headers are one line of plain ASCII");
        }
    }
}
