package dev.leat.elastic.bulk;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.ElasticError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Reads the answer to a bulk request as a stream of tokens, for it is as long as there were operations. */
final class BulkAnswer {

    private BulkAnswer() {}

    /** The results in the order of the operations; empty unless the body is a whole answer for that many. */
    static Optional<List<ItemResult>> parse(byte[] body, int operations) {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            List<ItemResult> results = new ArrayList<>(operations);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("items") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        json.nextToken();
                        json.nextToken();
                        results.add(item(json));
                        json.nextToken();
                    }
                } else {
                    json.skipChildren();
                }
            }
            boolean whole = json.currentToken() == JsonToken.END_OBJECT && results.size() == operations;
            return whole ? Optional.of(results) : Optional.empty();
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    private static ItemResult item(JsonParser json) {
        int status = 0;
        String result = "";
        long version = WriteOutcome.NOT_KNOWN;
        long seqNo = WriteOutcome.NOT_KNOWN;
        long primaryTerm = WriteOutcome.NOT_KNOWN;
        ElasticError error = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "status" -> status = json.getIntValue();
                case "result" -> result = json.getString();
                case "_version" -> version = json.getLongValue();
                case "_seq_no" -> seqNo = json.getLongValue();
                case "_primary_term" -> primaryTerm = json.getLongValue();
                case "error" -> error = error(json);
                default -> json.skipChildren();
            }
        }
        return new ItemResult(status, result, version, seqNo, primaryTerm, error);
    }

    private static @Nullable ElasticError error(JsonParser json) {
        JsonNode node = json.<JsonNode>readValueAsTree();
        return node.isObject() ? ElasticError.of(node) : new ElasticError("error", node.asString(""));
    }
}
