package dev.leat.elastic.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far a request came, seen from a server that misbehaves in every way a socket can. */
@Timeout(60)
class HttpTransportTest {

    /** What the server does with a connection. */
    private interface Behaviour {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    @Test
    void wasNotSentWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(send(port, Request.read("GET", "/"))).isInstanceOf(Attempt.NotSent.class);
    }

    @Test
    void isLostWhenTheConnectionClosesWithoutAnAnswer() throws Exception {
        assertThat(against(Socket::close)).isInstanceOf(Attempt.Lost.class);
    }

    @Test
    void isLostWhenTheConnectionIsReset() throws Exception {
        assertThat(against(socket -> {
                    readHead(socket.getInputStream());
                    socket.setSoLinger(true, 0);
                    socket.close();
                }))
                .isInstanceOf(Attempt.Lost.class);
    }

    @Test
    void isLostWhenOnlyHalfTheAnswerComes() throws Exception {
        assertThat(against(socket -> {
                    readHead(socket.getInputStream());
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":".getBytes(UTF_8));
                    socket.close();
                }))
                .isInstanceOf(Attempt.Lost.class);
    }

    @Test
    void isLostWhenTheServerStaysSilentTooLong() throws Exception {
        assertThat(against(
                        socket -> socket.getInputStream().transferTo(new ByteArrayOutputStream()),
                        Request.read("GET", "/").withTimeout(Duration.ofMillis(300))))
                .isInstanceOf(Attempt.Lost.class);
    }

    @Test
    void sendsChunksOfABodyInOrderAndReadsAChunkedAnswer() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        byte[] large = "x".repeat(300_000).getBytes(UTF_8);
        Request request = Request.of("POST", "/_bulk", Repeat.ONCE)
                .withParameter("b", "ü &")
                .withParameter("a", "1")
                .withOpaqueId("leat-1")
                .withBody(Body.ndjson(List.of("{\"index\":{}}\n".getBytes(UTF_8), large, "\n".getBytes(UTF_8))));

        Attempt attempt = against(
                socket -> {
                    String head = readHead(socket.getInputStream());
                    int length = 13 + large.length + 1;
                    String body = new String(socket.getInputStream().readNBytes(length), UTF_8);
                    received.complete(head + body);
                    socket.getOutputStream()
                            .write(
                                    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Elastic-Product: Elasticsearch\r\n\r\n"
                                                    + "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n")
                                            .getBytes(UTF_8));
                },
                request);

        assertThat(attempt).isInstanceOfSatisfying(Attempt.Answered.class, answered -> {
            assertThat(answered.response().body()).asString().isEqualTo("{\"a\":1}");
            assertThat(answered.response().headers()).containsEntry("x-elastic-product", "Elasticsearch");
        });
        assertThat(received.join())
                .startsWith("POST /_bulk?a=1&b=%C3%BC+%26 HTTP/1.1\r\n")
                .containsIgnoringCase("Content-Type: application/x-ndjson")
                .containsIgnoringCase("Content-Length: 300014")
                .containsIgnoringCase("X-Opaque-Id: leat-1")
                .containsIgnoringCase("Authorization: ApiKey a2V5")
                .contains("{\"index\":{}}\nxxx")
                .endsWith("x\n");
    }

    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpTransport transport = transport(server.getLocalPort())) {
            serve(server, socket -> {
                caller.join().interrupt();
                socket.getInputStream().transferTo(new ByteArrayOutputStream());
            });
            CompletableFuture<Attempt> attempt = new CompletableFuture<>();
            caller.complete(Thread.startVirtualThread(() -> {
                try {
                    attempt.complete(transport.send(node(server.getLocalPort()), Request.read("GET", "/")));
                } catch (CancelledException e) {
                    attempt.completeExceptionally(e);
                }
            }));

            assertThatThrownBy(attempt::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CancelledException.class)
                    .hasMessageContaining("GET / was interrupted");
        }
    }

    private static Attempt against(Behaviour behaviour) throws IOException {
        return against(behaviour, Request.read("GET", "/"));
    }

    private static Attempt against(Behaviour behaviour, Request request) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            serve(server, behaviour);
            return send(server.getLocalPort(), request);
        }
    }

    private static void serve(ServerSocket server, Behaviour behaviour) {
        Thread.startVirtualThread(() -> {
            try (Socket socket = server.accept()) {
                behaviour.serve(socket);
            } catch (IOException | InterruptedException theTestIsOver) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Attempt send(int port, Request request) {
        try (HttpTransport transport = transport(port)) {
            return transport.send(node(port), request);
        }
    }

    private static HttpTransport transport(int port) {
        return new HttpTransport(ClusterSettings.of(node(port).toString()).withCredentials(Credentials.apiKey("a2V5")));
    }

    private static URI node(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append(new String(new byte[] {(byte) b}, ISO_8859_1));
        }
        return head.toString();
    }
}
