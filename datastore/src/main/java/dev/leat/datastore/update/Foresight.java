package dev.leat.datastore.update;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which document the update script will leave, so that it can be judged before anything is sent. Elasticsearch reads all
 * decimals of a document that a script changes as doubles, also in fields that it does not touch, and so does this. Pure.
 */
final class Foresight {

    private Foresight() {}

    /**
     * The document after the steps; null when they leave it as it is, and nothing will be written.
     *
     * @throws UpdateRefusedException when the document does not allow a step
     */
    static @Nullable ObjectNode after(ObjectNode source, List<Step> steps) {
        ObjectNode document = source.deepCopy();
        if (UpdateRules.apply(document, steps) == UpdateRules.Effect.UNCHANGED) {
            return null;
        }
        rounded(document);
        return document;
    }

    private static JsonNode rounded(JsonNode node) {
        switch (node) {
            case ObjectNode object -> object.properties().forEach(field -> field.setValue(rounded(field.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, rounded(array.get(i)));
                }
            }
            default -> {
                return node.isNumber() && !node.isIntegralNumber() ? DoubleNode.valueOf(node.doubleValue()) : node;
            }
        }
        return node;
    }
}
