package dev.leat.elastic.bulk;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.Stored.Absent;
import dev.leat.elastic.bulk.Stored.Present;
import dev.leat.elastic.bulk.Stored.Unreadable;
import dev.leat.elastic.cluster.ElasticError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Reads the answer to a multi-get, with each source as the bytes that it is stored as. */
final class StoredReader {

    private StoredReader() {}

    /** One document of the answer. */
    sealed interface Answer {

        record Read(Stored stored) implements Answer {}

        record Failed(ElasticError error) implements Answer {}
    }

    /** What was found, in the order asked; fewer when the answer is not whole. */
    static List<Answer> parse(byte[] body) {
        List<Answer> answers = new ArrayList<>();
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean docs = json.currentName().equals("docs");
                JsonToken value = json.nextToken();
                if (docs && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        answers.add(document(json, body));
                    }
                } else {
                    json.skipChildren();
                }
            }
            return answers;
        } catch (JacksonException broken) {
            return answers;
        }
    }

    private static Answer document(JsonParser json, byte[] body) {
        String index = "";
        boolean found = false;
        long version = WriteOutcome.NOT_KNOWN;
        long seqNo = WriteOutcome.NOT_KNOWN;
        long primaryTerm = WriteOutcome.NOT_KNOWN;
        byte[] source = null;
        ElasticError error = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "_index" -> index = json.getString();
                case "found" -> found = json.getBooleanValue();
                case "_version" -> version = json.getLongValue();
                case "_seq_no" -> seqNo = json.getLongValue();
                case "_primary_term" -> primaryTerm = json.getLongValue();
                case "_source" -> source = raw(json, body);
                case "error" -> error = ElasticError.of(json.<JsonNode>readValueAsTree());
                default -> json.skipChildren();
            }
        }
        if (error != null) {
            return new Answer.Failed(error);
        }
        return new Answer.Read(found ? new Present(index, version, seqNo, primaryTerm, source) : Absent.ABSENT);
    }

    private static byte @Nullable [] raw(JsonParser json, byte[] body) {
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentLocation().getByteOffset();
        return Arrays.copyOfRange(body, from, to);
    }

    /** What an error of one document says about it; null when it is one that passes. */
    static @Nullable Stored ofError(ElasticError error) {
        return switch (error.type()) {
            case "index_not_found_exception" -> Absent.ABSENT;
            case "security_exception", "routing_missing_exception", "illegal_argument_exception" ->
                new Unreadable(error.reason());
            default -> null;
        };
    }
}
