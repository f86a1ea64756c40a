package dev.leat.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leat.connect.service.Requests;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks before the start, against an Elasticsearch that is there and not ready yet. */
class PreflightTest {

    private final AtomicInteger refusals = new AtomicInteger();
    private final List<String> notes = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        cluster = Cluster.connect("http://127.0.0.1:" + server.getAddress().getPort(), Credentials.none());
    }

    @AfterEach
    void stop() {
        cluster.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean index = !exchange.getRequestURI().getPath().equals("/");
            int status = index && refusals.getAndDecrement() > 0 ? 503 : 200;
            exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = "{\"version\":{\"number\":\"9.4.3\",\"build_flavor\":\"default\"}}"
                    .getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void check(int attempts) throws InterruptedException {
        Requests standard = Requests.standard();
        Requests requests = new Requests(
                standard.timeout(),
                standard.retries(),
                standard.retryInterval(),
                standard.patience(),
                standard.maxWait(),
                standard.initialBackoff(),
                standard.backoffMultiplier(),
                attempts,
                Duration.ofSeconds(7));
        Waiter waiter = new Waiter() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public void sleep(Duration duration) {
                pauses.add(duration);
            }
        };
        new Preflight(cluster, requests, waiter, notes::add).run(null, false);
    }

    @Test
    void triesAgainToMakeTheIndicesOfTheConnectors() throws Exception {
        refusals.set(2);

        check(3);

        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        assertThat(notes)
                .hasSize(2)
                .first()
                .asString()
                .startsWith("The indices of the connectors are not ready; next try in 7.0 s: ");
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        refusals.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> check(2))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("the indices of the connectors are not ready after 2 attempts"
                        + " (service.preflight_max_attempts): ");
        assertThat(pauses).hasSize(1);
    }
}
