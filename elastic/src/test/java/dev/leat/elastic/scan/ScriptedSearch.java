package dev.leat.elastic.scan;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.FakeWaiter;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A search endpoint that gives the answers of a script, one after the other, and keeps what it was asked. */
final class ScriptedSearch implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Answer> script;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final FakeWaiter waiter = new FakeWaiter();
    private final Cluster cluster;

    record Answer(int status, String body) {}

    private ScriptedSearch(HttpServer server, List<Answer> script) {
        this.server = server;
        this.script = new ArrayDeque<>(script);
        this.cluster = Cluster.connect(
                ClusterSettings.of("http://127.0.0.1:" + server.getAddress().getPort())
                        .withCredentials(Credentials.none()),
                waiter);
    }

    static ScriptedSearch of(Answer... script) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ScriptedSearch search = new ScriptedSearch(server, List.of(script));
            server.createContext("/_search", search::answer);
            server.start();
            return search;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
        Answer answer = script.remove();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    Cluster cluster() {
        return cluster;
    }

    FakeWaiter waiter() {
        return waiter;
    }

    /** The bodies of the requests so far. */
    List<JsonNode> requests() {
        return requests;
    }

    /** The page sizes that were asked for so far. */
    List<Integer> sizes() {
        return requests.stream().map(request -> request.path("size").asInt()).toList();
    }

    /** A whole page of documents with these numbers. */
    static Answer page(String pointInTime, int from, int to) {
        return page(pointInTime, from, to, "{\"total\":1,\"failed\":0}");
    }

    static Answer page(String pointInTime, int from, int to, String shards) {
        StringBuilder hits = new StringBuilder();
        for (int document = from; document < to; document++) {
            hits.append(hits.isEmpty() ? "" : ",")
                    .append("{\"_index\":\"i\",\"_id\":\"" + document + "\",\"_source\":{},\"sort\":[")
                    .append(document + "," + document + "]}");
        }
        return new Answer(
                200,
                "{\"pit_id\":\"" + pointInTime + "\",\"timed_out\":false,\"_shards\":" + shards
                        + ",\"hits\":{\"hits\":[" + hits + "]}}");
    }

    /** An error of a shard, as Elasticsearch words it. */
    static Answer shardError(int status, String type, String reason) {
        String cause = "{\"type\":\"" + type + "\",\"reason\":\"" + reason + "\"}";
        return new Answer(
                status,
                "{\"error\":{\"root_cause\":[" + cause + "],\"type\":\"search_phase_execution_exception\","
                        + "\"reason\":\"all shards failed\",\"phase\":\"query\",\"grouped\":true,\"failed_shards\":"
                        + "[{\"shard\":0,\"index\":\"i\",\"node\":\"n\",\"reason\":" + cause + "}]},\"status\":"
                        + status + "}");
    }

    @Override
    public void close() {
        cluster.close();
        server.stop(0);
    }
}
