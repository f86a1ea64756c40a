package dev.leat.spark.write;

import dev.leat.elastic.Json;
import dev.leat.spark.schema.TargetMapping;
import dev.leat.spark.schema.TargetMapping.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Tells whether a document that is stored is the one that was sent. Where there are vectors, Elasticsearch puts the document
 * together from what it keeps of it: vectors then have the digits of the index, and other numbers those of their doubles.
 */
final class Likeness {

    private final TargetMapping mapping;
    private final boolean rounds;

    Likeness(TargetMapping mapping) {
        this.mapping = mapping;
        this.rounds = mapping.hasRounding();
    }

    boolean isSame(byte @Nullable [] sent, JsonNode stored) {
        try {
            return sent != null && isSame("", Json.MAPPER.readTree(sent), stored, 0);
        } catch (JacksonException e) {
            return false;
        }
    }

    /** @param around the rounding of the field that this is a part of */
    private boolean isSame(String path, JsonNode sent, JsonNode stored, double around) {
        if (!rounds || sent.equals(stored)) {
            return sent.equals(stored);
        }
        double rounding =
                Math.max(around, mapping.find(path).map(Field::rounding).orElse(0.0));
        if (sent.isObject() && stored.isObject()) {
            return haveSameMembers(path, sent, stored, rounding);
        }
        if (sent.isArray() && stored.isArray()) {
            return haveSameElements(path, sent, stored, rounding);
        }
        return sent.isNumber() && stored.isNumber() && areNear(sent, stored, rounding);
    }

    private boolean haveSameMembers(String path, JsonNode sent, JsonNode stored, double rounding) {
        if (sent.size() != stored.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : sent.properties()) {
            String name = member.getKey();
            String inner = path.isEmpty() ? name : path + "." + name;
            if (!stored.has(name) || !isSame(inner, member.getValue(), stored.path(name), rounding)) {
                return false;
            }
        }
        return true;
    }

    private boolean haveSameElements(String path, JsonNode sent, JsonNode stored, double rounding) {
        if (sent.size() != stored.size()) {
            return false;
        }
        for (int index = 0; index < sent.size(); index++) {
            if (!isSame(path, sent.path(index), stored.path(index), rounding)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areNear(JsonNode sent, JsonNode stored, double rounding) {
        if (rounding == 0 && sent.isIntegralNumber() && stored.isIntegralNumber()) {
            return false;
        }
        double one = sent.decimalValue().doubleValue();
        double other = stored.decimalValue().doubleValue();
        double smallest = rounding == 0 ? 0 : Float.MIN_NORMAL;
        return Math.abs(one - other) <= rounding * Math.abs(one) + smallest;
    }
}
