package dev.leat.spark.option;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the option {@code query}: a query as JSON, a search body with a query in it, or Lucene's syntax. */
final class QueryText {

    private QueryText() {}

    /** The query of Elasticsearch's query language, as JSON. */
    static String parse(String text) {
        String query = text.strip();
        if (query.startsWith("?")) {
            return lucene(parameter(query));
        }
        if (!query.startsWith("{")) {
            return lucene(query);
        }
        try {
            JsonNode json = Json.MAPPER.readTree(query);
            JsonNode inner = json.path("query");
            return inner.isObject() ? inner.toString() : query;
        } catch (JacksonException e) {
            throw new ConfigException("query", "is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String parameter(String query) {
        for (String pair : query.substring(1).split("&", -1)) {
            if (pair.startsWith("q=")) {
                return URLDecoder.decode(pair.substring(2), StandardCharsets.UTF_8);
            }
        }
        throw new ConfigException("query", "has the form ?q=… but no parameter 'q'");
    }

    private static String lucene(String text) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        query.putObject("query_string").put("query", text);
        return query.toString();
    }
}
