package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is left to read of a table: ranges of its key, and the layout of the database when that was found.
 *
 * <p>As a checkpoint: {@code {"layout":"7","ranges":[{"after":[{"integer":"9007199254740993"},{"text":"a"}]}]}}.
 */
record RowPosition(String layout, List<KeyRange> ranges) {
    private static final JsonMapper JSON = new JsonMapper();

    RowPosition {
        ranges = List.copyOf(ranges);
    }

    /** The checkpoint for it; none when the keys are too long for one. */
    Optional<Checkpoint> toCheckpoint() {
        ObjectNode node = JSON.createObjectNode();
        node.put("layout", layout);
        ArrayNode all = node.putArray("ranges");
        for (KeyRange range : ranges) {
            ObjectNode entry = all.addObject();
            write(range.after(), "after", entry);
            write(range.upTo(), "to", entry);
        }
        String text = JSON.writeValueAsString(node);
        return text.getBytes(StandardCharsets.UTF_8).length > Checkpoint.MAX_BYTES
                ? Optional.empty()
                : Optional.of(new Checkpoint(text));
    }

    /** The position of a checkpoint; null for the start, and for one that nobody can read: then all is read again. */
    static @Nullable RowPosition of(Checkpoint checkpoint, int columns) {
        if (checkpoint.isStart()) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(checkpoint.value());
            if (!node.path("ranges").isArray()) {
                return null;
            }
            List<KeyRange> ranges = new ArrayList<>();
            for (JsonNode entry : node.path("ranges")) {
                ranges.add(new KeyRange(key(entry, "after", columns), key(entry, "to", columns)));
            }
            return new RowPosition(node.path("layout").asString(""), ranges);
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static void write(@Nullable List<Object> key, String name, ObjectNode node) {
        if (key == null) {
            return;
        }
        ArrayNode values = node.putArray(name);
        for (Object value : key) {
            ObjectNode entry = values.addObject();
            switch (value) {
                case byte[] binary -> entry.put("binary", Base64.getEncoder().encodeToString(binary));
                case Double number -> entry.put("real", number.toString());
                case BigDecimal number -> entry.put("decimal", number.toString());
                case Number number -> entry.put("integer", number.toString());
                default -> entry.put("text", value.toString());
            }
        }
    }

    private static @Nullable List<Object> key(JsonNode range, String name, int columns) {
        if (!range.has(name)) {
            return null;
        }
        List<Object> key = new ArrayList<>();
        for (JsonNode entry : range.path(name)) {
            key.add(value(entry));
        }
        if (key.size() != columns) {
            throw new IllegalArgumentException("another key");
        }
        return key;
    }

    private static Object value(JsonNode entry) {
        if (entry.has("integer")) {
            return Long.valueOf(entry.get("integer").asString());
        }
        if (entry.has("decimal")) {
            return new BigDecimal(entry.get("decimal").asString());
        }
        if (entry.has("real")) {
            return Double.valueOf(entry.get("real").asString());
        }
        if (entry.has("binary")) {
            return Base64.getDecoder().decode(entry.get("binary").asString());
        }
        if (entry.has("text")) {
            return entry.get("text").asString();
        }
        throw new IllegalArgumentException("no value");
    }
}
