package dev.leat.app.ingest;

import dev.leat.connect.protocol.ProtocolIndices;
import dev.leat.connect.service.Requests;
import dev.leat.elastic.Json;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is checked before the service starts: that Elasticsearch answers, for which it is waited a while, that its version
 * fits, that the service may do what it must, and that the indices of the protocol are there or can be made; and whether
 * the extraction service answers, which is only said.
 *
 * @param notes takes what a person should know
 */
record Preflight(Cluster cluster, Requests requests, Waiter waiter, Consumer<String> notes) {

    /**
     * Checks.
     *
     * @throws PreflightException when the service must not start, with the reason
     */
    void run(@Nullable String extractionService, boolean allowsOtherVersions) throws InterruptedException {
        JsonNode version = awaitElasticsearch().path("version");
        VersionRule rule = new VersionRule(VersionRule.SUPPORTED);
        VersionRule.Verdict verdict = rule.judge(
                version.path("number").asString(""),
                version.path("build_flavor").asString(""));
        if (verdict.isFatal() && !allowsOtherVersions) {
            throw new PreflightException(verdict.message() + "; set ALLOW_ES_VERSION_MISMATCH=true to start anyway");
        }
        if (!verdict.message().isEmpty()) {
            notes.accept(verdict.message());
        }
        if (extractionService != null) {
            notes.accept(ping(extractionService));
        }
        makeIndices();
    }

    /** Tries again while Elasticsearch is not able to; what it refuses, it will refuse again. */
    private void makeIndices() throws InterruptedException {
        Cluster once = cluster.withRetryPolicy(RetryPolicy.none());
        ProtocolIndices indices = new ProtocolIndices(once);
        for (int attempt = 1; ; attempt++) {
            try {
                requirePrivileges(once);
                indices.createMissing();
                return;
            } catch (UnavailableException | OutcomeUnknownException e) {
                if (attempt >= requests.preflightAttempts()) {
                    throw new PreflightException(
                            "the indices of the connectors are not ready after %d attempts (service.preflight_max_attempts): %s"
                                    .formatted(attempt, e.getMessage()));
                }
                notes.accept("The indices of the connectors are not ready; next try in %s s: %s"
                        .formatted(requests.preflightIdle().toMillis() / 1000.0, e.getMessage()));
            }
            waiter.sleep(requests.preflightIdle());
        }
    }

    private static void requirePrivileges(Cluster cluster) {
        String missing = OwnPrivileges.missing(cluster);
        if (!missing.isEmpty()) {
            throw new PreflightException("The service's own user or API key lacks privileges: " + missing
                    + "; grant them, or give another key (elasticsearch.api_key)");
        }
    }

    private JsonNode awaitElasticsearch() throws InterruptedException {
        Duration pause = requests.initialBackoff();
        Duration waited = Duration.ZERO;
        Cluster once = cluster.withRetryPolicy(RetryPolicy.none());
        while (true) {
            try {
                return Json.MAPPER.readTree(
                        once.perform(Request.read("GET", "/")).body());
            } catch (UnavailableException e) {
                if (waited.plus(pause).compareTo(requests.maxWait()) > 0) {
                    throw new PreflightException(
                            "Elasticsearch did not answer within %d s (elasticsearch.max_wait_duration): %s"
                                    .formatted(requests.maxWait().toSeconds(), e.getMessage()));
                }
                notes.accept("Elasticsearch does not answer; next try in %s s: %s"
                        .formatted(pause.toMillis() / 1000.0, e.getMessage()));
            }
            waiter.sleep(pause);
            waited = waited.plus(pause);
            pause = Duration.ofMillis((long) (pause.toMillis() * requests.backoffMultiplier()));
        }
    }

    private static String ping(String host) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(host.replaceAll("/+$", "") + "/ping/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return "The extraction service at %s answers with status %d; Leat reads texts itself and does not use it"
                    .formatted(host, status);
        } catch (IOException | IllegalArgumentException e) {
            return "The extraction service at %s does not answer; Leat reads texts itself and does not need it"
                    .formatted(host);
        }
    }
}
