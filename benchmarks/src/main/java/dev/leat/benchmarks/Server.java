package dev.leat.benchmarks;

import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Elasticsearch that is measured: a node of our own that ends with this object, or one that was named. */
final class Server implements AutoCloseable {

    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");
    private static final Pattern VERSION = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern MERGES = Pattern.compile("\"merges\":\\{\"current\":(\\d+)");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI url;
    private final @Nullable LocalElasticsearch own;

    private Server(URI url, @Nullable LocalElasticsearch own) {
        this.url = url;
        this.own = own;
    }

    static Server start(BenchmarkOptions options, Path folder) {
        URI named = options.elasticsearch();
        if (named != null) {
            return new Server(named, null);
        }
        LocalElasticsearch node = LocalElasticsearch.start(LocalOptions.forTests(folder)
                .withClusterName("leat-benchmarks")
                .withTuning(LocalOptions.Tuning.FULL_SPEED)
                .withHeapMegabytes(options.nodeHeapMegabytes()));
        return new Server(node.url(), node);
    }

    URI url() {
        return url;
    }

    /** 0 when it is not ours. */
    long pid() {
        return own == null ? 0 : own.pid();
    }

    String version() throws IOException {
        Matcher matcher = VERSION.matcher(call("GET", "/", ""));
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    /** Makes an empty index, in place of an old one of that name. */
    void create(String index, int shards) throws IOException {
        createFrom(
                index,
                "{\"settings\":{\"number_of_shards\":" + shards + ",\"number_of_replicas\":0},\"mappings\":"
                        + Documents.MAPPING + "}");
    }

    /** The settings and mapping of an index, in the form that creates another one like it. */
    String schema(String index) throws IOException {
        JsonNode mapping = JSON.readTree(call("GET", "/" + index + "/_mapping", ""))
                .path(index)
                .path("mappings");
        JsonNode settings = JSON.readTree(call("GET", "/" + index + "/_settings", ""))
                .path(index)
                .path("settings")
                .path("index");
        return "{\"settings\":{\"number_of_shards\":"
                + settings.path("number_of_shards").asString() + ",\"number_of_replicas\":"
                + settings.path("number_of_replicas").asString() + "},\"mappings\":" + mapping + "}";
    }

    /** Makes an empty index in place of an old one of that name. */
    void createFrom(String index, String schema) throws IOException {
        delete(index);
        call("PUT", "/" + index, schema);
    }

    void delete(String index) throws IOException {
        call("DELETE", "/" + index + "?ignore_unavailable=true", "");
    }

    /** Makes all that was written visible. */
    void refresh(String index) throws IOException {
        call("POST", "/" + index + "/_refresh", "");
    }

    /** Makes all that was written visible, and counts it. */
    long count(String index) throws IOException {
        refresh(index);
        Matcher matcher = COUNT.matcher(call("GET", "/" + index + "/_count", ""));
        if (!matcher.find()) {
            throw new IOException("no count of " + index);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** As {@link #count}, and 0 where there is no such index. */
    long countIfThere(String index) throws IOException {
        call("POST", "/" + index + "/_refresh?ignore_unavailable=true", "");
        Matcher matcher = COUNT.matcher(call("GET", "/" + index + "/_count?ignore_unavailable=true", ""));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Makes one segment of an index, so that two of the same documents cost a reader the same. */
    void merge(String index) throws IOException {
        call("POST", "/" + index + "/_forcemerge?max_num_segments=1", "");
    }

    /** Brings an index to rest: all on disk, no merge going on. */
    void settle(String index) throws IOException, InterruptedException {
        call("POST", "/" + index + "/_flush?wait_if_ongoing=true", "");
        while (true) {
            Matcher matcher = MERGES.matcher(call("GET", "/" + index + "/_stats/merge", ""));
            if (!matcher.find() || "0".equals(matcher.group(1))) {
                return;
            }
            Thread.sleep(500);
        }
    }

    private String call(String method, String path, String json) throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            http.sendJson(method, path, json);
            return http.text();
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
