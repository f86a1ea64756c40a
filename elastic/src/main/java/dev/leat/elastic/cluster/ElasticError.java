package dev.leat.elastic.cluster;

import dev.leat.elastic.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An error as Elasticsearch reports it.
 *
 * @param type such as {@code index_not_found_exception}
 * @param reason on one line, with the causes that say more than the error itself
 */
public record ElasticError(String type, String reason) {

    /** Longer reasons are cut: they may quote much of a document. */
    private static final int MAX_REASON = 1_000;

    /** Reads the body of an answer; empty when it is not an error of Elasticsearch, as from a proxy in between. */
    public static Optional<ElasticError> parse(byte[] body) {
        try {
            JsonNode error = Json.MAPPER.readTree(body).path("error");
            if (error.isString()) {
                return Optional.of(new ElasticError("error", oneLine(error.asString())));
            }
            return error.isObject() ? Optional.of(of(error)) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** Reads an error object, as it stands in an answer or in an item of a bulk answer. */
    public static ElasticError of(JsonNode error) {
        StringBuilder reason = new StringBuilder(error.path("reason").asString(""));
        JsonNode cause = error;
        for (int depth = 0; depth < 10; depth++) {
            JsonNode failedShard = cause.path("failed_shards").path(0).path("reason");
            cause = failedShard.isObject() ? failedShard : cause.path("caused_by");
            String next = cause.path("reason").asString("");
            if (!cause.isObject()) {
                break;
            }
            if (!next.isEmpty() && reason.indexOf(next) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(next);
            }
        }
        return new ElasticError(error.path("type").asString("error"), oneLine(reason.toString()));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
    }
}
