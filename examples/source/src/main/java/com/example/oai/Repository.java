package com.example.oai;

import dev.leat.connect.SourceException;
import dev.leat.elastic.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xml.sax.SAXException;

/** A repository at the other end of HTTP. Thread-safe. */
final class Repository implements AutoCloseable {

    private static final int TRIES = 5;
    private static final long LONGEST_PAUSE_SECONDS = 60;

    private final URI address;
    private final Optional<Login> login;
    private final Duration timeout;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Who asks. A {@link Secret} shows itself in no log. */
    record Login(String user, Secret password) {

        String header() {
            String both = user + ":" + password.reveal();
            return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        }
    }

    Repository(URI address, Optional<Login> login, Duration timeout) {
        this.address = address;
        this.login = login;
        this.timeout = timeout;
    }

    /** The answer to a request, also when it says that there is nothing to be had or that the request is wrong. */
    Answer ask(String verb, Map<String, String> arguments) throws InterruptedException {
        HttpRequest request = request(verb, arguments);
        for (int attempt = 1; ; attempt++) {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = response.body()) {
                boolean busy = response.statusCode() == 503 || response.statusCode() == 429;
                if (busy && attempt < TRIES) {
                    Thread.sleep(Duration.ofSeconds(retryAfter(response)));
                } else if (response.statusCode() == 200) {
                    return Answer.read(body);
                } else {
                    throw new SourceException(reason(response));
                }
            } catch (IOException | SAXException e) {
                throw new SourceException(address + " does not answer in OAI-PMH; is the address right?", e);
            }
        }
    }

    private HttpRequest request(String verb, Map<String, String> arguments) {
        String query = arguments.entrySet().stream()
                .map(argument ->
                        "&" + argument.getKey() + "=" + URLEncoder.encode(argument.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("", "?verb=" + verb, ""));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + query)).timeout(timeout);
        login.ifPresent(known -> request.header("Authorization", known.header()));
        return request.build();
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new SourceException(
                    address + " does not answer: " + e.getClass().getSimpleName(), e);
        }
    }

    private static long retryAfter(HttpResponse<InputStream> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,5}") ? Math.min(Long.parseLong(seconds), LONGEST_PAUSE_SECONDS) : 5;
    }

    private String reason(HttpResponse<InputStream> response) {
        return switch (response.statusCode()) {
            case 401, 403 -> address + " refuses the login; check user and password";
            case 301, 302, 307, 308 ->
                address + " has moved to "
                        + response.headers().firstValue("Location").orElse("another address") + "; enter that";
            default -> address + " answers with status " + response.statusCode();
        };
    }

    /** The address, for messages. */
    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
