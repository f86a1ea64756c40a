package dev.leat.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithElasticsearch
class FaultProxyIT {
    private final TestElasticsearch elasticsearch;
    private final FaultProxy proxy;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String index;

    FaultProxyIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.proxy = FaultProxy.before(elasticsearch.url());
        this.index = elasticsearch.uniqueIndex("faults");
    }

    @BeforeEach
    void createIndex() {
        elasticsearch
                .put("/" + index, "{\"settings\":{\"number_of_replicas\":0}}")
                .orFail();
    }

    @AfterEach
    void close() {
        proxy.close();
        client.close();
        elasticsearch.delete("/" + index);
    }

    @Test
    void passesRequestsAndAnswersThrough() throws Exception {
        HttpResponse<String> written = put("1", "{\"a\":\"ü\"}");
        HttpResponse<String> read = send("GET", "/" + index + "/_doc/1", "");
        HttpResponse<String> head = send("HEAD", "/" + index, "");

        assertThat(written.statusCode()).isEqualTo(201);
        assertThat(read.body()).contains("{\"a\":\"ü\"}");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(proxy.requests()).isEqualTo(3);
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.counts()).isEmpty();
    }

    @Test
    void dropsBeforeTheNodeSeesTheRequest() {
        proxy.inject(FaultPolicy.script(request -> request.method().equals("PUT"), new Fault.DropBeforeSend()));

        assertThatThrownBy(() -> put("1", "{}")).isInstanceOf(IOException.class);

        assertThat(elasticsearch.count(index)).isZero();
        assertThat(proxy.injected(Fault.Kind.DROP_BEFORE_SEND)).isEqualTo(1);
        assertThat(proxy.injections().getFirst().request().path()).isEqualTo("/" + index + "/_doc/1");
    }

    @Test
    void dropsAfterTheNodeHasAnswered() {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.DropAfterAnswer()));

        assertThatThrownBy(() -> put("1", "{}")).isInstanceOf(IOException.class);

        assertThat(elasticsearch.count(index)).isEqualTo(1);
        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_ANSWER)).isEqualTo(1);
    }

    @Test
    void dropsWhileTheNodeCarriesTheRequestOut() {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.DropAfterSend()));

        assertThatThrownBy(() -> put("1", "{}")).isInstanceOf(IOException.class);

        await().atMost(Duration.ofSeconds(20)).until(() -> elasticsearch.count(index) == 1);
        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_SEND)).isEqualTo(1);
    }

    @Test
    void delaysARequest() throws Exception {
        Duration delay = Duration.ofMillis(300);
        proxy.inject(FaultPolicy.script(request -> true, new Fault.Delay(delay)));
        long begin = System.nanoTime();

        HttpResponse<String> written = put("1", "{}");

        assertThat(written.statusCode()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void answersWithTheErrorsOfElasticsearch() throws Exception {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.Status(429, 7), new Fault.Status(503)));

        HttpResponse<String> rejected = put("1", "{}");
        HttpResponse<String> unavailable = put("1", "{}");
        HttpResponse<String> written = put("1", "{}");

        assertThat(rejected.statusCode()).isEqualTo(429);
        assertThat(rejected.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(rejected.body()).contains("\"type\":\"es_rejected_execution_exception\"", "\"status\":429");
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("X-elastic-product")).hasValue("Elasticsearch");
        assertThat(written.statusCode()).isEqualTo(201);
    }

    @Test
    void answersLikeAProxyInBetween() throws Exception {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.Status(413), new Fault.Status(502)));

        HttpResponse<String> tooLarge = put("1", "{}");
        HttpResponse<String> badGateway = put("1", "{}");

        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.body()).isEmpty();
        assertThat(badGateway.statusCode()).isEqualTo(502);
        assertThat(badGateway.headers().firstValue("X-elastic-product")).isEmpty();
        assertThat(elasticsearch.count(index)).isZero();
    }

    @Test
    void failsChosenItemsAndForwardsTheOthers() throws Exception {
        proxy.inject(FaultPolicy.script(
                ProxiedRequest::isBulk,
                new Fault.Items((position, action) -> position == 1 ? 429 : action.contains("\"3\"") ? 503 : 0)));

        HttpResponse<String> answer = send("POST", "/" + index + "/_bulk", fourDocuments());

        assertThat(answer.statusCode()).isEqualTo(200);
        String body = answer.body();
        List<String> items = JsonText.elements(body, JsonText.valueOf(body, "items"));
        assertThat(items).hasSize(4);
        assertThat(items.get(0)).contains("\"_id\":\"0\"", "\"status\":201");
        assertThat(items.get(1)).contains("\"_id\":\"1\"", "\"status\":429", "es_rejected_execution_exception");
        assertThat(items.get(2)).contains("\"_id\":\"2\"", "\"status\":201");
        assertThat(items.get(3)).contains("\"_id\":\"3\"", "\"status\":503", "unavailable_shards_exception");
        assertThat(body).contains("\"errors\":true");
        assertThat(elasticsearch.count(index)).isEqualTo(2);
        assertThat(proxy.failedItems()).isEqualTo(2);
        assertThat(proxy.injections().getFirst().items()).containsExactly(1, 3);
    }

    @Test
    void failsAllItemsWithoutTheNode() throws Exception {
        proxy.inject(request -> new Fault.Items((position, action) -> 429));

        HttpResponse<String> answer = send("POST", "/" + index + "/_bulk", fourDocuments());

        assertThat(answer.body()).contains("\"errors\":true");
        assertThat(JsonText.elements(answer.body(), JsonText.valueOf(answer.body(), "items")))
                .hasSize(4);
        assertThat(elasticsearch.count(index)).isZero();
    }

    @Test
    void breaksOffInTheMiddleOfAnAnswer() throws Exception {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.HalfResponse()));

        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.url().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int headEnd = answer.indexOf("\r\n\r\n") + 4;
            int announced = Integer.parseInt(answer.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));

            assertThat(answer.length() - headEnd).isEqualTo(announced / 2);
        }
    }

    @Test
    void resetsAConnectionThatIsKeptAlive() throws Exception {
        proxy.inject(FaultPolicy.script(request -> true, new Fault.ResetWhenIdle(Duration.ofMillis(20))));

        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.url().getPort())) {
            String request = "GET /_cat/health HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThatThrownBy(() -> answer.lines().forEach(line -> {})).hasMessageContaining("Connection reset");
        }
        assertThat(proxy.injected(Fault.Kind.RESET_WHEN_IDLE)).isEqualTo(1);
    }

    @Test
    void resetsAllIdleConnections() throws Exception {
        put("1", "{}");

        assertThat(proxy.resetIdleConnections()).isEqualTo(1);

        await().atMost(Duration.ofSeconds(5)).until(() -> proxy.connections() == 0);
    }

    @Test
    void refusesConnectionsUntilItAcceptsThemAgain() throws Exception {
        proxy.refuseConnections();

        assertThatThrownBy(() -> put("1", "{}")).isInstanceOf(ConnectException.class);

        proxy.acceptConnections();
        assertThat(put("1", "{}").statusCode()).isEqualTo(201);
    }

    @Test
    void understandsChunkedRequests() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.url() + "/" + index + "/_doc/1"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArrays(
                        List.of("{\"a\":".getBytes(StandardCharsets.UTF_8), "1}".getBytes(StandardCharsets.UTF_8))))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        assertThat(elasticsearch.get("/" + index + "/_doc/1").body()).contains("{\"a\":1}");
    }

    @Test
    void passesCompressedAnswersThrough() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.url() + "/_nodes"))
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body())).readAllBytes())
                .startsWith("{\"_nodes\"".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void randomDocumentsComeBackAsTheyWere(org.junit.jupiter.api.TestInfo test) throws Exception {
        JsonDocuments documents = new JsonDocuments(Seeds.of(test).random());

        for (int i = 0; i < 50; i++) {
            String document = documents.nextText();
            assertThat(put("" + i, document).statusCode()).as(document).isIn(200, 201);
            assertThat(elasticsearch.get("/" + index + "/_source/" + i).body()).isEqualTo(document);
        }
    }

    @Test
    void keepsCountOfManyFaults() {
        List<Fault> faults = List.of(new Fault.DropBeforeSend(), new Fault.Status(429), new Fault.Status(503));
        proxy.inject(FaultPolicy.random(1, 1, faults));
        int requests = Boolean.getBoolean("leat.test.full") ? 10_000 : 2_000;

        long dropped = 0;
        for (int i = 0; i < requests; i++) {
            try {
                put("1", "{}");
            } catch (IOException | InterruptedException e) {
                dropped++;
            }
        }

        long injected =
                proxy.counts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(dropped).isPositive();
        assertThat(injected).isEqualTo(proxy.requests()).isGreaterThanOrEqualTo(requests);
        assertThat(elasticsearch.count(index)).isZero();
    }

    private static String fourDocuments() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            body.append("{\"index\":{\"_id\":\"")
                    .append(i)
                    .append("\"}}\n{\"n\":")
                    .append(i)
                    .append("}\n");
        }
        return body.toString();
    }

    private HttpResponse<String> put(String id, String document) throws IOException, InterruptedException {
        return send("PUT", "/" + index + "/_doc/" + id, document);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(proxy.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
