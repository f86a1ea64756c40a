package dev.leat.testing;

import dev.leat.local.ElasticsearchVersion;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.local.LocalOptions.Security;
import dev.leat.local.NodeAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The Elasticsearch that the tests of a JVM share: plain HTTP on loopback, without security, empty at first. Tests keep
 * out of each other's way by using indices of their own ({@link #uniqueIndex}). Thread-safe.
 *
 * <p>With security on ({@link Secured}, or {@code leat.test.security}) it speaks TLS. What this class sends is sent as the
 * user who may do everything; what is under test gets the certificate and a key from here.
 */
public final class TestElasticsearch implements AutoCloseable {
    private static final String URL_VARIABLE = "LEAT_TEST_ELASTICSEARCH_URL";
    private static final String VERSION_PROPERTY = "leat.test.elasticsearch";
    private static final String SECURITY_PROPERTY = "leat.test.security";
    private static final Pattern COUNT = Pattern.compile("\"count\"\\s*:\\s*(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI url;
    private final @Nullable Path ownDirectory;
    private final @Nullable LocalElasticsearch node;
    private final @Nullable NodeAccess access;
    private final @Nullable SSLContext trust;
    private final HttpClient client;
    private final AtomicLong indices = new AtomicLong();

    private TestElasticsearch(URI url, @Nullable Path ownDirectory, @Nullable LocalElasticsearch node) {
        this.url = url;
        this.ownDirectory = ownDirectory;
        this.node = node;
        this.access = node == null ? null : node.access();
        this.trust = access == null ? null : NodeTrust.of(access.caCertificate());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(TIMEOUT);
        this.client =
                trust == null ? builder.build() : builder.sslContext(trust).build();
    }

    /** Starts a node; one without security may be there already, where the environment names it. */
    static TestElasticsearch open(Security security) {
        String running = System.getenv(URL_VARIABLE);
        if (running != null && !running.isBlank() && security == Security.NONE) {
            return new TestElasticsearch(URI.create(running.strip()), null, null);
        }
        Path directory = TestDirectories.create();
        LocalElasticsearch node = LocalElasticsearch.start(LocalOptions.forTests(directory)
                .withVersion(version())
                .withSecurity(security)
                // A test run makes more indices than a node of 512 MB would be asked to hold in earnest.
                .withSetting("cluster.max_shards_per_node", "10000")
                // It refuses all work while garbage fills the heap, and the serial collector, with which the node
                // starts
                // quickly, does not collect before there is work: with millions of documents, the node stayed like
                // that.
                .withSetting("indices.breaker.total.use_real_memory", "false"));
        return new TestElasticsearch(node.url(), directory, node);
    }

    /** The release that {@code leat.test.elasticsearch} chooses. */
    public static ElasticsearchVersion version() {
        return ElasticsearchVersion.parse(System.getProperty(VERSION_PROPERTY, "9"));
    }

    /** Whether {@code leat.test.security} asks for a node with security on. */
    static Security chosenSecurity() {
        return Boolean.getBoolean(SECURITY_PROPERTY) ? Security.SECURED : Security.NONE;
    }

    /** The authority to trust (PEM); nothing where the node has no security. */
    public @Nullable Path caCertificate() {
        return access == null ? null : access.caCertificate();
    }

    /**
     * Makes an API key; nothing where the node has no security.
     *
     * @param request the body for {@code POST /_security/api_key}
     * @return what goes into the header {@code Authorization}, after {@code ApiKey}
     */
    public @Nullable String apiKey(String request) {
        if (access == null) {
            return null;
        }
        String made = post("/_security/api_key", request).orFail().body();
        int start = JsonText.valueOf(made, "encoded");
        return made.substring(start + 1, JsonText.end(made, start) - 1);
    }

    /** A connection to the node, encrypted where the node wants that. */
    Socket socket() throws IOException {
        return trust == null
                ? new Socket(url.getHost(), url.getPort())
                : trust.getSocketFactory().createSocket(url.getHost(), url.getPort());
    }

    /** The address of the node. */
    public URI url() {
        return url;
    }

    /** The version that the node itself names, such as {@code 9.4.3}. */
    public String versionNumber() {
        Matcher number = NUMBER.matcher(get("/").body());
        if (!number.find()) {
            throw new IllegalStateException(url + " names no version");
        }
        return number.group(1);
    }

    /** A name for an index that no other test uses; the index is not made. */
    public String uniqueIndex(String name) {
        return name.toLowerCase(Locale.ROOT) + "-"
                + Long.toString(ProcessHandle.current().pid(), 36) + "-" + indices.incrementAndGet() + "-"
                + Long.toString(System.nanoTime() & 0xfffffffL, 36);
    }

    /** What the node answered. */
    public record Response(int status, String body) {
        /** This response, if its status is one of success; a failed test otherwise. */
        public Response orFail() {
            if (status < 200 || status > 299) {
                throw new AssertionError("Elasticsearch answered " + status + ": " + body);
            }
            return this;
        }
    }

    /** Sends {@code GET}; the path starts with a slash. */
    public Response get(String path) {
        return send("GET", path, null, null);
    }

    /** Sends {@code POST} with a JSON body. */
    public Response post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends {@code PUT} with a JSON body. */
    public Response put(String path, String json) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends {@code DELETE}. */
    public Response delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** Sends {@code POST} with a body of lines, for {@code _bulk} and {@code _msearch}. */
    public Response postLines(String path, String lines) {
        return send("POST", path, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends any request. */
    public Response send(String method, String path, @Nullable String contentType, byte @Nullable [] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.toString() + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (access != null) {
            String user = access.username() + ":" + access.password();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Response(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", e);
        }
    }

    /** Makes what was written to an index visible to searches. */
    public void refresh(String index) {
        post("/" + index + "/_refresh", "").orFail();
    }

    /** How many documents an index holds, everything that was written counted. */
    public long count(String index) {
        refresh(index);
        Matcher count = COUNT.matcher(get("/" + index + "/_count").orFail().body());
        if (!count.find()) {
            throw new AssertionError("No count in the answer");
        }
        return Long.parseLong(count.group(1));
    }

    @Override
    public void close() {
        client.close();
        if (node != null) {
            node.close();
        }
        if (ownDirectory != null) {
            LocalElasticsearch.destroy(ownDirectory);
        }
    }
}
