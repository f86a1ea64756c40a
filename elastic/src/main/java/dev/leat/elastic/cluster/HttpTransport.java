package dev.leat.elastic.cluster;

import dev.leat.elastic.CancelledException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends one request to one node and says exactly how far it came. The client below never repeats, redirects or stores
 * anything by itself: all that is decided above. Thread-safe; a caller blocks on its own (virtual) thread.
 */
final class HttpTransport implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(HttpTransport.class);

    /** The key in a request's context of what tells whether a byte may have left: until then it was surely not done. */
    private static final String STARTED = "leat.started";

    private final CloseableHttpAsyncClient client;
    private final ClusterSettings settings;
    private final @Nullable String authorization;
    private volatile boolean closing;

    HttpTransport(ClusterSettings settings) {
        this.settings = settings;
        this.authorization = settings.credentials().authorization().orElse(null);
        var connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(settings.maxConnections())
                .setMaxConnTotal(settings.maxConnections() * settings.nodes().size())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setTlsStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(TlsContext.of(settings.tls()))
                        .buildAsync())
                .build();
        this.client = HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setUserAgent("leat")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .addExecInterceptorLast("leat-started", HttpTransport::noteStart)
                .evictIdleConnections(TimeValue.ofMinutes(1))
                .setIoReactorExceptionCallback(this::note)
                .build();
        client.start();
    }

    /** Requests under way learn of it by themselves; a thread that meets its own closing is nothing to tell anybody. */
    private void note(Exception e) {
        LOGGER.atLevel(closing ? Level.DEBUG : Level.WARN)
                .setCause(e)
                .log("A thread that talks to the cluster has ended");
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @throws CancelledException when the thread is interrupted; the request may have been carried out
     */
    Attempt send(URI node, Request request) {
        HttpClientContext context = HttpClientContext.create();
        Timeout silence = Timeout.of(request.timeout() == null ? settings.requestTimeout() : request.timeout());
        context.setRequestConfig(RequestConfig.custom()
                .setResponseTimeout(silence)
                .setConnectionRequestTimeout(silence)
                .build());
        Producer producer = new Producer(message(node, request), request.body());
        AtomicBoolean started = new AtomicBoolean();
        context.setAttribute(STARTED, started);
        CompletableFuture<Message<HttpResponse, byte[]>> answer = new CompletableFuture<>();
        Future<?> underWay = client.execute(
                producer,
                new BasicResponseConsumer<>(new WholeEntity(request.maxAnswerBytes())),
                null,
                context,
                new Completion(answer));
        try {
            Message<HttpResponse, byte[]> message = answer.get();
            return new Attempt.Answered(response(node, message));
        } catch (InterruptedException e) {
            underWay.cancel(true);
            throw CancelledException.interrupted(request.toString(), e);
        } catch (ExecutionException e) {
            Exception cause = e.getCause() instanceof Exception exception ? exception : e;
            return started.get() ? new Attempt.Lost(node, cause) : new Attempt.NotSent(node, cause);
        }
    }

    /** Runs when a connection is there and the request is about to be written to it. */
    private static void noteStart(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        if (scope.clientContext.getAttribute(STARTED) instanceof AtomicBoolean started) {
            started.set(true);
        }
        chain.proceed(request, entity, scope, callback);
    }

    private BasicHttpRequest message(URI node, Request request) {
        HttpHost host = new HttpHost(node.getScheme(), node.getHost(), node.getPort());
        String query = new TreeMap<>(request.parameters())
                .entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
        String path = node.getPath() + request.path() + (query.isEmpty() ? "" : "?" + query);
        BasicHttpRequest message = new BasicHttpRequest(request.method(), host, path);
        settings.headers().forEach((name, value) -> message.setHeader(name, value.reveal()));
        message.setHeader("Accept", "application/json");
        if (authorization != null) {
            message.setHeader("Authorization", authorization);
        }
        if (request.opaqueId() != null) {
            message.setHeader("X-Opaque-Id", request.opaqueId());
        }
        return message;
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static Response response(URI node, Message<HttpResponse, byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.getHead().getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        byte[] body = message.getBody();
        return new Response(node, message.getHead().getCode(), body == null ? new byte[0] : body, headers);
    }

    @Override
    public void close() {
        closing = true;
        client.close(CloseMode.IMMEDIATE);
    }

    /** Hands the outcome from the I/O thread to the thread that waits. */
    private record Completion(CompletableFuture<Message<HttpResponse, byte[]>> answer)
            implements FutureCallback<Message<HttpResponse, byte[]>> {

        @Override
        public void completed(Message<HttpResponse, byte[]> result) {
            answer.complete(result);
        }

        @Override
        public void failed(Exception cause) {
            answer.completeExceptionally(cause);
        }

        @Override
        public void cancelled() {
            answer.completeExceptionally(new IOException("the connection was closed"));
        }
    }

    /** Hands head and body to the client as they are. */
    private static final class Producer implements AsyncRequestProducer {

        private final BasicHttpRequest message;
        private final @Nullable ChunkedEntity entity;

        Producer(BasicHttpRequest message, @Nullable Body body) {
            this.message = message;
            this.entity = body == null ? null : new ChunkedEntity(body);
        }

        @Override
        public void sendRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
            channel.sendRequest(message, entity, context);
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public int available() {
            return entity == null ? 0 : entity.available();
        }

        @Override
        public void produce(DataStreamChannel channel) throws IOException {
            if (entity != null) {
                entity.produce(channel);
            }
        }

        @Override
        public void failed(Exception cause) {}

        @Override
        public void releaseResources() {
            if (entity != null) {
                entity.releaseResources();
            }
        }
    }
}
