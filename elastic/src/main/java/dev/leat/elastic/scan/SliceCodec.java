package dev.leat.elastic.scan;

import dev.leat.elastic.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a slice as JSON and reads it back. */
final class SliceCodec {

    private SliceCodec() {}

    static String write(Slice slice) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("number", slice.number());
        json.put("query", slice.query());
        writeProjection(json, slice.projection());
        writeNames(json.putArray("doc_value_fields"), slice.docValueFields());
        json.put("versions", slice.versions() == Versions.WITH);
        json.put("keep_alive_ms", slice.keepAlive().toMillis());
        ArrayNode parts = json.putArray("parts");
        slice.parts().forEach(part -> writePart(parts.addObject(), part));
        return json.toString();
    }

    static Slice read(String text) {
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            List<SlicePart> parts = new ArrayList<>();
            json.required("parts").forEach(part -> parts.add(readPart(part)));
            JsonNode query = json.required("query");
            return new Slice(
                    json.required("number").intValue(),
                    parts,
                    query.isNull() ? null : query.stringValue(),
                    readProjection(json),
                    readNames(json.required("doc_value_fields")),
                    json.required("versions").booleanValue() ? Versions.WITH : Versions.WITHOUT,
                    Duration.ofMillis(json.required("keep_alive_ms").longValue()));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this is not a slice: " + e.getOriginalMessage(), e);
        }
    }

    private static void writeProjection(ObjectNode json, Projection projection) {
        switch (projection) {
            case Projection.Whole whole -> json.put("source", true);
            case Projection.NoSource none -> json.put("source", false);
            case Projection.Fields fields -> writeNames(json.putArray("source"), fields.names());
            case Projection.Without without ->
                writeNames(json.putObject("source").putArray("without"), without.names());
        }
    }

    private static Projection readProjection(JsonNode json) {
        JsonNode source = json.required("source");
        if (source.isArray()) {
            return new Projection.Fields(readNames(source));
        }
        if (source.isObject()) {
            return new Projection.Without(readNames(source.required("without")));
        }
        return source.booleanValue() ? new Projection.Whole() : new Projection.NoSource();
    }

    private static void writePart(ObjectNode json, SlicePart part) {
        json.put("index", part.index());
        json.put("shard", part.shard());
        json.put("point_in_time", part.pointInTime());
        json.put("piece", part.piece());
        json.put("pieces", part.pieces());
        json.put("documents", part.documents());
        json.put("limit", part.limit());
        json.put("window", part.window());
        json.put("average_bytes", part.averageBytes());
    }

    private static SlicePart readPart(JsonNode json) {
        return new SlicePart(
                json.required("index").stringValue(),
                json.required("shard").intValue(),
                json.required("point_in_time").stringValue(),
                json.required("piece").intValue(),
                json.required("pieces").intValue(),
                json.required("documents").longValue(),
                json.required("limit").longValue(),
                json.required("window").intValue(),
                json.required("average_bytes").longValue());
    }

    private static void writeNames(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    private static List<String> readNames(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.stringValue()));
        return names;
    }
}
