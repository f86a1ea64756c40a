package dev.leat.connect.mirror;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mapping of the field that says who may see a document. Queries for it ask whether the field exists, and for terms of
 * its part {@code keyword}: what Elasticsearch makes by itself of text, without the limit on its length.
 */
final class AccessMapping {

    private static final String KEYWORD = "keyword";

    private AccessMapping() {}

    /**
     * What the mapping of an index lacks, as a mapping; empty for nothing.
     *
     * @throws ConfigException when the field is mapped in a way in which it cannot be found
     */
    static Optional<String> missing(String index, JsonNode mappings) {
        JsonNode field = mappings.path("properties").path(DocumentForm.ACCESS_FIELD);
        String type = field.path("type").asString(field.isMissingNode() ? "text" : "object");
        boolean searchable = field.path("index").asBoolean(true);
        if (!searchable || !(type.equals("text") || type.equals(KEYWORD))) {
            throw new ConfigException(
                    "index",
                    "'%s' maps the field %s as %s, but document-level security needs text that can be searched; mirror into another index"
                            .formatted(index, DocumentForm.ACCESS_FIELD, searchable ? type : type + " without index"));
        }
        JsonNode part = field.path("fields").path(KEYWORD);
        if (part.path("type").asString("").equals(KEYWORD) && part.path("index").asBoolean(true)) {
            return Optional.empty();
        }
        ObjectNode whole = field.isMissingNode()
                ? Json.MAPPER.createObjectNode().put("type", "text")
                : ((ObjectNode) field).deepCopy();
        whole.withObject("fields").withObject(KEYWORD).put("type", KEYWORD).put("index", true);
        ObjectNode mapping = Json.MAPPER.createObjectNode();
        mapping.putObject("properties").set(DocumentForm.ACCESS_FIELD, whole);
        return Optional.of(mapping.toString());
    }
}
