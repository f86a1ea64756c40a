package dev.leat.app.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code /health}, {@code /ready} and {@code /metrics} over plain HTTP. It tells ids of connectors and counts, and
 * no configuration; who must not see that must not reach the port. Thread-safe.
 */
public final class MonitoringServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private MonitoringServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Listens from now on.
     *
     * @param host the address to listen at: {@code 127.0.0.1} for this machine only
     * @param port 0 for any that is free
     * @throws ConfigException when that is not possible
     */
    public static MonitoringServer start(String host, int port, Supplier<Health> health, Supplier<String> metrics) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("leat-monitoring-", 0).factory());
            server.setExecutor(threads);
            server.createContext("/health", exchange -> {
                Health now = health.get();
                answer(exchange, "/health", now.isAlive() ? 200 : 503, "application/json", json(now));
            });
            server.createContext("/ready", exchange -> {
                Health now = health.get();
                answer(exchange, "/ready", now.isReady() ? 200 : 503, "application/json", json(now));
            });
            server.createContext(
                    "/metrics",
                    exchange -> answer(
                            exchange, "/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
            server.start();
            return new MonitoringServer(server, threads);
        } catch (IOException e) {
            throw new ConfigException(
                    "service.http",
                    "cannot listen at %s:%d: %s; choose another port, or 0 for any that is free"
                            .formatted(host, port, e.getMessage()));
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:9401}. */
    public URI url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, String body)
            throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals(path);
            boolean reading = exchange.getRequestMethod().matches("GET|HEAD");
            if (!known || !reading) {
                exchange.sendResponseHeaders(known ? 405 : 404, -1);
                return;
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String json(Health health) {
        return Json.MAPPER.writeValueAsString(health.fields()) + "\n";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
