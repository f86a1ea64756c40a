package dev.leat.datastore.mapping;

import dev.leat.elastic.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.TokenBuffer;

/** JSON as trees. */
final class Trees {
    private Trees() {}

    /** A value as its codec writes it; null if it could not. */
    static JsonNode of(Codec codec, Object value, Findings findings) {
        try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
            codec.write(value, new Writing(buffer, findings));
            return findings.isEmpty() ? Json.MAPPER.readTree(buffer) : NullNode.getInstance();
        }
    }

    /** Writes a tree as it is, if it can be stored. */
    static void write(JsonNode tree, Writing writing) {
        String problem = problemOf(tree, 0);
        if (problem == null) {
            writing.out().writeTree(tree);
        } else {
            writing.refuse(problem);
        }
    }

    private static @Nullable String problemOf(JsonNode node, int depth) {
        if (depth > Trail.DEEPEST) {
            return "is nested deeper than " + Trail.DEEPEST + " levels";
        }
        if (node.isString()) {
            return Scalars.isUnicode(node.stringValue()) ? null : Scalars.NO_UNICODE;
        }
        for (String name : node.propertyNames()) {
            if (!Scalars.isUnicode(name)) {
                return Scalars.NO_UNICODE;
            }
        }
        for (JsonNode inner : node) {
            String problem = problemOf(inner, depth + 1);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** A JSON object from text. @throws IllegalArgumentException if it is none */
    static ObjectNode parse(String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("is not a JSON object");
    }

    /** The same object with its keys in order, in every object below it too. */
    static ObjectNode sorted(ObjectNode object) {
        ObjectNode sorted = Json.MAPPER.createObjectNode();
        object.propertyNames().stream().sorted().forEach(name -> {
            JsonNode value = object.get(name);
            sorted.set(name, value instanceof ObjectNode inner ? sorted(inner) : value);
        });
        return sorted;
    }
}
