package dev.leat.elastic.cluster;

import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import dev.leat.elastic.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets the official typed client speak through our retry engine, in the media types that 8.19 understands too. */
final class TypedTransport extends ElasticsearchTransportBase {

    TypedTransport(RetryEngine engine) {
        super(new HttpClient(engine), null, new Jackson3JsonpMapper(Json.MAPPER));
    }

    /** Endpoints that only read although they are called by POST. */
    private static final Set<String> READING_POSTS = Set.of(
            "_search",
            "_msearch",
            "_count",
            "_mget",
            "_pit",
            "_refresh",
            "_flush",
            "_field_caps",
            "_analyze",
            "_explain",
            "_validate",
            "_search_shards",
            "_terms_enum",
            "_has_privileges",
            "_query");

    static Repeat repeat(String method, String path) {
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET", "HEAD" -> Repeat.READ;
            case "PUT", "DELETE" -> Repeat.IDEMPOTENT;
            default -> List.of(path.split("/")).stream().anyMatch(READING_POSTS::contains) ? Repeat.READ : Repeat.ONCE;
        };
    }

    private record HttpClient(RetryEngine engine) implements TransportHttpClient {

        @Override
        public Response performRequest(
                String endpointId, @Nullable Node node, Request request, @Nullable TransportOptions options) {
            return new Answer(engine.perform(translate(request, options)));
        }

        @Override
        public CompletableFuture<Response> performRequestAsync(
                String endpointId, @Nullable Node node, Request request, @Nullable TransportOptions options) {
            return CompletableFuture.supplyAsync(
                    () -> performRequest(endpointId, node, request, options), Thread::startVirtualThread);
        }

        @Override
        public void close() {
            // The connections belong to the Cluster.
        }

        private static dev.leat.elastic.cluster.Request translate(Request request, @Nullable TransportOptions options) {
            Map<String, String> parameters = new HashMap<>(request.queryParams());
            if (options != null) {
                parameters.putAll(options.queryParameters());
            }
            dev.leat.elastic.cluster.Request translated = dev.leat.elastic.cluster.Request.of(
                    request.method(), request.path(), repeat(request.method(), request.path()));
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                translated = translated.withParameter(parameter.getKey(), parameter.getValue());
            }
            Iterable<ByteBuffer> body = request.body();
            return body == null
                    ? translated
                    : translated.withBody(new Body(contentType(request), List.of(bytes(body))));
        }

        private static Body.ContentType contentType(Request request) {
            boolean lines = request.headers().entrySet().stream()
                    .anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type")
                            && header.getValue().contains("ndjson"));
            return lines ? Body.ContentType.NDJSON : Body.ContentType.JSON;
        }

        private static byte[] bytes(Iterable<ByteBuffer> buffers) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (ByteBuffer buffer : buffers) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                all.writeBytes(bytes);
            }
            return all.toByteArray();
        }
    }

    private record Answer(dev.leat.elastic.cluster.Response response) implements TransportHttpClient.Response {

        @Override
        public TransportHttpClient.Node node() {
            return new TransportHttpClient.Node(response.node());
        }

        @Override
        public int statusCode() {
            return response.status();
        }

        @Override
        public @Nullable String header(String name) {
            return response.headers().get(name.toLowerCase(Locale.ROOT));
        }

        @Override
        public List<String> headers(String name) {
            String value = header(name);
            return value == null ? List.of() : List.of(value);
        }

        @Override
        public @Nullable BinaryData body() throws IOException {
            String type = header("content-type");
            return response.body().length == 0
                    ? null
                    : BinaryData.of(response.body(), type == null ? ContentType.APPLICATION_JSON : type);
        }

        @Override
        public Object originalResponse() {
            return response;
        }

        @Override
        public void close() {
            // The answer is in memory already.
        }
    }
}
