package dev.leat.elastic.cluster;

import dev.leat.elastic.Json;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An answer of a node.
 *
 * @param body all of it; empty when there was none; not copied
 * @param headers their names in lower case
 */
public record Response(URI node, int status, byte[] body, Map<String, String> headers) {

    public Response {
        headers = Map.copyOf(headers);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether Elasticsearch made this answer, which names itself in each; a portal or a proxy in between does not. */
    public boolean isFromElasticsearch() {
        return "Elasticsearch".equals(headers.get("x-elastic-product"));
    }

    /**
     * The body as JSON.
     *
     * @throws JacksonException when it is none
     */
    public JsonNode json() {
        return Json.MAPPER.readTree(body);
    }

    /** The error that Elasticsearch reports in the body; empty when the body is not an error of Elasticsearch. */
    public Optional<ElasticError> error() {
        return isSuccess() ? Optional.empty() : ElasticError.parse(body);
    }

    /** How long the other side asked to be left alone ({@code Retry-After}), if it said so in a way that can be read. */
    public Optional<Duration> retryAfter() {
        String value = headers.get("retry-after");
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.trim()))));
        } catch (NumberFormatException notSeconds) {
            return retryAfterDate(value);
        }
    }

    private Optional<Duration> retryAfterDate(String value) {
        try {
            Instant until = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            String date = headers.get("date");
            Instant now = date == null
                    ? Instant.now()
                    : ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Duration wait = Duration.between(now, until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
