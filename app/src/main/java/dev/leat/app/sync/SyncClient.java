package dev.leat.app.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Asks a sync that runs in another process how it is. */
public final class SyncClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private SyncClient() {}

    /** What it answers; nothing when it does not. */
    public static Optional<Map<String, @Nullable Object>> ask(URI url) {
        try (HttpClient client = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/health"))
                    .timeout(PATIENCE)
                    .build();
            String body = client.send(request, BodyHandlers.ofString()).body();
            return Optional.of(Json.MAPPER.readValue(body, new TypeReference<Map<String, @Nullable Object>>() {}));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("asking the sync how it is", e);
        }
    }
}
