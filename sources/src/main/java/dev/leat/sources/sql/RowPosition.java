package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
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
 * The last row that was read: the values it is ordered by, with their types, and the layout of the database then.
 *
 * <p>As a checkpoint: {@code {"layout":"7","key":[{"integer":"9007199254740993"},{"text":"a"}]}}.
 */
record RowPosition(String layout, List<Object> key) {
    private static final JsonMapper JSON = new JsonMapper();

    RowPosition {
        key = List.copyOf(key);
    }

    /** The checkpoint for it; none when the key is too long for one. */
    Optional<Checkpoint> toCheckpoint() {
        ObjectNode node = JSON.createObjectNode();
        node.put("layout", layout);
        ArrayNode values = node.putArray("key");
        for (Object value : key) {
            ObjectNode entry = values.addObject();
            switch (value) {
                case byte[] binary -> entry.put("binary", Base64.getEncoder().encodeToString(binary));
                case Double number -> entry.put("real", number.toString());
                case Number number -> entry.put("integer", number.toString());
                default -> entry.put("text", value.toString());
            }
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
            List<Object> key = new ArrayList<>();
            for (JsonNode entry : node.path("key")) {
                key.add(value(entry));
            }
            return key.size() == columns ? new RowPosition(node.path("layout").asString(""), key) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Object value(JsonNode entry) {
        if (entry.has("integer")) {
            return Long.valueOf(entry.get("integer").asString());
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
