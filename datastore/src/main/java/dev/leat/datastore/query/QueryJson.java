package dev.leat.datastore.query;

import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import dev.leat.elastic.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries as JSON. */
final class QueryJson {

    private QueryJson() {}

    static ObjectNode parse(String json) {
        JsonNode query;
        try {
            query = Json.MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidQueryException("the query is not JSON: " + e.getOriginalMessage());
        }
        if (query instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidQueryException("the query must be a JSON object, such as {\"match_all\":{}}");
    }

    /** A query of the official client, as its own mapper writes it. */
    static ObjectNode of(co.elastic.clients.elasticsearch._types.query_dsl.Query query) {
        return parse(JsonpUtils.toJsonString(query, new Jackson3JsonpMapper(Json.MAPPER)));
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** {@code {name: {…}}} and the inner object. */
    static ObjectNode wrap(String name, ObjectNode inner) {
        ObjectNode outer = object();
        outer.set(name, inner);
        return outer;
    }
}
