package dev.leat.app.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leat.connect.service.ServiceEvent;
import dev.leat.connect.service.ServiceStatus;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    public static MonitoringServer start(
            String host, int port, Supplier<ServiceStatus> status, Supplier<String> metrics) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
            ExecutorService threads = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("leat-monitoring-", 0).factory());
            server.setExecutor(threads);
            server.createContext("/health", exchange -> {
                ServiceStatus now = status.get();
                answer(exchange, "/health", now.isAlive() ? 200 : 503, "application/json", json(now));
            });
            server.createContext("/ready", exchange -> {
                ServiceStatus now = status.get();
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

    private static String json(ServiceStatus status) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("status", status.state().name().toLowerCase(Locale.ROOT));
        fields.put("since", status.since().toString());
        fields.put("problem", status.problem());
        List<Object> loops = new ArrayList<>();
        for (ServiceStatus.LoopStatus loop : status.loops()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("loop", ServiceEvent.word(loop.loop()));
            entry.put(
                    "last_pass",
                    loop.lastPass() == null ? null : loop.lastPass().toString());
            entry.put("passes", loop.passes());
            entry.put("errors", loop.errors());
            entry.put("last_error", loop.lastError());
            loops.add(entry);
        }
        fields.put("loops", loops);
        List<Object> jobs = new ArrayList<>();
        for (ServiceStatus.JobStatusLine line : status.jobs()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("job_id", line.job().id());
            entry.put("connector_id", line.job().connectorId());
            entry.put("service_type", line.job().serviceType());
            entry.put("index_name", line.job().index());
            entry.put("since", line.since().toString());
            entry.put("indexed_document_count", line.counts().indexed());
            entry.put("deleted_document_count", line.counts().deleted());
            jobs.add(entry);
        }
        fields.put("jobs", jobs);
        return Json.MAPPER.writeValueAsString(fields) + "\n";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
