package dev.leat.datastore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in front of a node and treats each request as a test wants it, as a cluster of several nodes might. */
public final class Relay implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();

    /** What is done with a request. */
    @FunctionalInterface
    public interface Way {
        Answer answer(Call call) throws IOException, InterruptedException;
    }

    /** An answer, of the node or made up. */
    public record Answer(int status, byte[] body) {

        public static Answer of(int status, String body) {
            return new Answer(status, body.getBytes(StandardCharsets.UTF_8));
        }

        /** An error as Elasticsearch reports it. */
        public static Answer error(int status, String type) {
            return of(
                    status, "{\"error\":{\"type\":\"" + type + "\",\"reason\":\"because\"},\"status\":" + status + "}");
        }
    }

    /** A request on its way. */
    public final class Call {

        private final HttpExchange exchange;
        private final URI node;
        private final byte[] body;

        private Call(HttpExchange exchange, URI node) throws IOException {
            this.exchange = exchange;
            this.node = node;
            this.body = exchange.getRequestBody().readAllBytes();
        }

        public String method() {
            return exchange.getRequestMethod();
        }

        public String path() {
            return exchange.getRequestURI().getRawPath();
        }

        public byte[] body() {
            return body;
        }

        /** Sends it to the node; as often as this is called. */
        public Answer forward() throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(exchange.getRequestURI()))
                    .method(method(), HttpRequest.BodyPublishers.ofByteArray(body));
            for (String header : List.of("Content-Type", "X-Opaque-Id")) {
                String value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    request.header(header, value);
                }
            }
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        }
    }

    private Relay(URI node, Way way) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                Answer answer = way.answer(new Call(exchange, node));
                exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
                exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    public static Relay before(URI node, Way way) {
        return new Relay(node, way);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }
}
