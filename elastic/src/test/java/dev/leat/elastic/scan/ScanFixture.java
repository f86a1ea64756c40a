package dev.leat.elastic.scan;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.testing.TestElasticsearch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What the tests of the scan do with the real node besides scanning. Thread-safe. */
final class ScanFixture implements AutoCloseable {

    private static final int BULK = 5_000;

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;

    ScanFixture(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.cluster = Cluster.connect(elasticsearch.url().toString(), Credentials.none());
    }

    Cluster cluster() {
        return cluster;
    }

    /** A new index without replicas and without refreshes of its own. */
    String createIndex(String name, int shards) {
        return createIndex(name, shards, "", "{}");
    }

    /** @param moreSettings {@code "key":value} pairs, each with a comma in front */
    String createIndex(String name, int shards, String moreSettings, String mappings) {
        String index = elasticsearch.uniqueIndex(name);
        put(
                "/" + index,
                "{\"settings\":{\"number_of_shards\":" + shards
                        + ",\"number_of_replicas\":0,\"refresh_interval\":\"-1\"" + moreSettings + "},\"mappings\":"
                        + mappings + "}");
        return index;
    }

    /** Documents with the ids "0", "1" and so on, each with its number and a text. */
    void fill(String index, int documents) {
        fill(index, documents, number -> "{\"n\":" + number + ",\"t\":\"document number " + number + "\"}");
    }

    void fill(String index, int documents, IntFunction<String> source) {
        for (int from = 0; from < documents; from += BULK) {
            List<String> lines = new ArrayList<>();
            for (int number = from; number < Math.min(documents, from + BULK); number++) {
                lines.add("{\"index\":{\"_id\":\"" + number + "\"}}");
                lines.add(source.apply(number));
            }
            bulk(index, lines);
        }
        refresh(index);
    }

    /** Sends lines to the bulk endpoint and requires that every operation succeeds. */
    void bulk(String index, List<String> lines) {
        byte[] body = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        var answer = cluster.perform(
                        Request.of("POST", "/" + index + "/_bulk", Repeat.ONCE).withBody(Body.ndjson(List.of(body))))
                .json();
        if (answer.path("errors").asBoolean()) {
            throw new AssertionError(answer.toString());
        }
    }

    void put(String path, String json) {
        cluster.perform(Request.of("PUT", path, Repeat.ONCE).withJson(json));
    }

    void post(String path, String json) {
        cluster.perform(Request.of("POST", path, Repeat.ONCE).withJson(json));
    }

    void refresh(String index) {
        cluster.perform(Request.read("POST", "/" + index + "/_refresh"));
    }

    /** How many search contexts, and so snapshots, Elasticsearch holds open on an index. */
    long openContexts(String index) {
        return cluster.perform(Request.read("GET", "/" + index + "/_stats/search"))
                .json()
                .path("_all")
                .path("total")
                .path("search")
                .path("open_contexts")
                .asLong(-1);
    }

    /** The ids that a scan of all slices brings, in no order, with repetitions if there are any. */
    List<String> ids(ScanRequest request) {
        return ids(cluster, request);
    }

    static List<String> ids(Cluster cluster, ScanRequest request) {
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            scan.readAllPages(3, page -> page.forEach(hit -> ids.add(hit.id())));
        }
        return List.copyOf(ids);
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
