package dev.leat.testing;

import dev.leat.local.ElasticsearchVersion;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Elasticsearch that the tests of a JVM share: plain HTTP on loopback, without security, empty at first. Tests keep
 * out of each other's way by using indices of their own ({@link #uniqueIndex}). Thread-safe.
 */
public final class TestElasticsearch implements AutoCloseable {
    private static final String URL_VARIABLE = "LEAT_TEST_ELASTICSEARCH_URL";
    private static final String VERSION_PROPERTY = "leat.test.elasticsearch";
    private static final Pattern COUNT = Pattern.compile("\"count\"\\s*:\\s*(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI url;
    private final @Nullable Path ownDirectory;
    private final @Nullable LocalElasticsearch node;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();
    private final AtomicLong indices = new AtomicLong();

    private TestElasticsearch(URI url, @Nullable Path ownDirectory, @Nullable LocalElasticsearch node) {
        this.url = url;
        this.ownDirectory = ownDirectory;
        this.node = node;
    }

    /** Starts a node, or uses the one that the environment names. */
    static TestElasticsearch open() {
        String running = System.getenv(URL_VARIABLE);
        if (running != null && !running.isBlank()) {
            return new TestElasticsearch(URI.create(running.strip()), null, null);
        }
        Path directory = TestDirectories.create();
        LocalElasticsearch node = LocalElasticsearch.start(LocalOptions.forTests(directory)
                .withVersion(version())
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
