package dev.leat.elastic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A document that could not be written, kept with its reason, so that nothing is lost in silence.
 *
 * @param operation {@code index}, {@code create}, {@code update} or {@code delete}
 * @param routing what the document was to be routed by; null when by its id
 * @param status the HTTP status of the refusal, 0 when there was none
 * @param type the kind of the refusal, such as {@code document_parsing_exception}
 * @param source the document's bytes (for an update the whole update body), null for a delete; not copied
 */
public record DeadLetter(
        String operation,
        String index,
        String id,
        @Nullable String routing,
        int status,
        String type,
        String reason,
        byte @Nullable [] source) {

    /**
     * What an index of dead letters is made with: a field for everything in {@link #toJsonLine}, and for the scope, the run
     * and the time that the writer adds. The source may be anything, so it is kept and not looked into.
     */
    public static final String INDEX_BODY = """
            {"mappings":{"dynamic":false,"properties":{
              "op":{"type":"keyword"},"index":{"type":"keyword"},"id":{"type":"keyword"},
              "status":{"type":"integer"},"type":{"type":"keyword"},"reason":{"type":"text"},
              "scope":{"type":"keyword"},"run":{"type":"keyword"},"at":{"type":"date"},
              "source":{"type":"object","enabled":false}}}}
            """;

    /**
     * The line that a dead letter file holds: {@code {"op","index","id","status","type","reason","source"}} and a
     * newline, with {@code "routing"} after the id where there is one. The source stands verbatim when it is one JSON value on one line, else as a JSON string.
     */
    public byte[] toJsonLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256 + (source == null ? 0 : source.length));
        try (JsonGenerator json = Json.MAPPER.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringProperty("op", operation);
            json.writeStringProperty("index", index);
            json.writeStringProperty("id", id);
            if (routing != null) {
                json.writeStringProperty("routing", routing);
            }
            json.writeNumberProperty("status", status);
            json.writeStringProperty("type", type);
            json.writeStringProperty("reason", reason);
            json.writeName("source");
            if (source == null) {
                json.writeNull();
            } else {
                String text = new String(source, StandardCharsets.UTF_8);
                if (isOneLineOfJson(text)) {
                    json.writeRawValue(text);
                } else {
                    json.writeString(text);
                }
            }
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    /**
     * Reads a line of {@link #toJsonLine} back.
     *
     * @throws RejectedException when the line is no dead letter
     */
    public static DeadLetter parse(byte[] line) {
        try {
            JsonNode node = Json.MAPPER.readTree(line);
            if (!node.isObject() || !node.has("op") || !node.has("id") || !node.has("source")) {
                throw new RejectedException(0, "not_a_dead_letter", "the line is not a dead letter");
            }
            JsonNode source = node.get("source");
            return new DeadLetter(
                    node.path("op").asString(),
                    node.path("index").asString(),
                    node.path("id").asString(),
                    node.hasNonNull("routing") ? node.get("routing").asString() : null,
                    node.path("status").asInt(0),
                    node.path("type").asString(),
                    node.path("reason").asString(),
                    source.isNull()
                            ? null
                            : source.isString() ? source.asString().getBytes(StandardCharsets.UTF_8) : rawSource(line));
        } catch (JacksonException e) {
            throw new RejectedException(0, "not_a_dead_letter", "the line is not a dead letter: not JSON");
        }
    }

    /** The bytes of the source as they stand, so that no number is written in another form than it came. */
    private static byte[] rawSource(byte[] line) {
        try (JsonParser parser = Json.MAPPER.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (name.equals("source")) {
                    int end = (int) parser.currentLocation().getByteOffset();
                    return java.util.Arrays.copyOfRange(line, start, end);
                }
            }
        }
        throw new RejectedException(0, "not_a_dead_letter", "the line is not a dead letter: no source");
    }

    private static boolean isOneLineOfJson(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return false;
        }
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }
}
