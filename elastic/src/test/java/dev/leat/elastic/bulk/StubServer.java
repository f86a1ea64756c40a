package dev.leat.elastic.bulk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that answers bulk requests as a test tells it to. */
final class StubServer implements AutoCloseable {

    /** Makes an answer from a request's body. */
    @FunctionalInterface
    interface Handler {
        Answer answer(String path, String body) throws InterruptedException;
    }

    record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    StubServer(Handler handler) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(handler, exchange));
        server.start();
    }

    private void handle(Handler handler, HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().toString();
            if (path.startsWith("/_bulk")) {
                bodies.add(body);
            }
            Answer answer = handler.answer(path, body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All operations of an index request, created. */
    static Answer created(String body) {
        StringBuilder items = new StringBuilder();
        body.lines()
                .filter(line -> line.startsWith("{\"index\":{\"_index\""))
                .forEach(
                        line -> items.append(items.isEmpty() ? "" : ",")
                                .append(
                                        "{\"index\":{\"_version\":1,\"result\":\"created\",\"_seq_no\":0,\"_primary_term\":1,\"status\":201}}"));
        return new Answer(200, "{\"took\":1,\"errors\":false,\"items\":[" + items + "]}");
    }

    static Answer error(int status, String type) {
        return new Answer(
                status,
                "{\"error\":{\"type\":\"" + type + "\",\"reason\":\"as the test says\"},\"status\":" + status + "}");
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The bodies of the bulk requests so far. */
    Queue<String> bodies() {
        return bodies;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
