package dev.leat.connect.mirror;

import dev.leat.elastic.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mapping of what the connector protocol adds to each document. Left to itself, Elasticsearch would make a date of
 * {@code _timestamp} or of {@code id} when the first one looks like a date, and then refuse every document whose own does
 * not. A timestamp stays a date, for that is what people sort by; one that is none is kept without being indexed.
 */
final class StampMapping {

    private static final String TIMESTAMP = "_timestamp";
    private static final String ID = "id";
    private static final String LENIENT = "ignore_malformed";

    /** As Elasticsearch maps text by itself, but for the longest id that there can be. */
    private static final String TEXT =
            "{\"type\":\"text\",\"fields\":{\"keyword\":{\"type\":\"keyword\",\"ignore_above\":512}}}";

    private StampMapping() {}

    /** What the mapping of an index lacks, as a mapping; empty for nothing. What somebody chose stays as it is. */
    static Optional<String> missing(Stamp stamp, JsonNode mappings) {
        if (stamp instanceof Stamp.None) {
            return Optional.empty();
        }
        ObjectNode lacking = Json.MAPPER.createObjectNode();
        JsonNode timestamp = mappings.path("properties").path(TIMESTAMP);
        if (timestamp.isMissingNode()) {
            lacking.putObject(TIMESTAMP).put("type", "date").put(LENIENT, true);
        } else if (timestamp.path("type").asString("").equals("date") && !timestamp.has(LENIENT)) {
            lacking.set(TIMESTAMP, ((ObjectNode) timestamp).deepCopy().put(LENIENT, true));
        }
        if (mappings.path("properties").path(ID).isMissingNode()) {
            lacking.set(ID, Json.MAPPER.readTree(TEXT));
        }
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(Json.MAPPER
                        .createObjectNode()
                        .set("properties", lacking)
                        .toString());
    }
}
