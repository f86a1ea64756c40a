package dev.leat.datastore.mapping;

import dev.leat.elastic.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The value of {@code @Default}, made anew each time, as it may be something that can be changed. */
final class StandIn {
    private final Codec codec;
    private final JsonNode json;

    private StandIn(Codec codec, JsonNode json) {
        this.codec = codec;
        this.json = json;
    }

    /** @throws IllegalArgumentException if the text is no value of the type */
    static StandIn of(Codec codec, String text) {
        StandIn plain = new StandIn(codec, StringNode.valueOf(text));
        if (codec instanceof Scalar<?> scalar && scalar.type() == String.class) {
            return plain;
        }
        JsonNode json = parse(text);
        if (json != null) {
            StandIn parsed = new StandIn(codec, json);
            if (parsed.read(new Findings("")) != null) {
                return parsed;
            }
        }
        Findings findings = new Findings("");
        if (plain.read(findings) == null || !findings.isEmpty()) {
            throw new IllegalArgumentException("@Default does not fit its type: it "
                    + (findings.isEmpty()
                            ? "is no value"
                            : findings.problems().getFirst().message()));
        }
        return plain;
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private @Nullable Object read(Findings findings) {
        try (JsonParser parser = Json.MAPPER.treeAsTokens(json)) {
            parser.nextToken();
            return codec.read(new Reading(parser, findings, Reading.Strictness.LENIENT));
        }
    }

    @Nullable
    Object value() {
        return read(new Findings(""));
    }
}
