package dev.leat.datastore.mapping;

import dev.leat.elastic.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The value of {@code @Default}: as it is stored, and made anew each time where it may be something that can be changed. */
final class StandIn {
    private final Codec codec;
    private final JsonNode json;
    private final @Nullable Object unchangeable;

    private StandIn(Codec codec, JsonNode json) {
        this.codec = codec;
        this.json = json;
        Codec inner = codec instanceof CheckedCodec checked ? checked.inner() : codec;
        this.unchangeable = inner instanceof Scalar<?> ? read(codec, json, new Findings("")) : null;
    }

    /** @throws IllegalArgumentException if the text is no value of the type, or breaks its rules */
    static StandIn of(Codec codec, Class<?> type, String text) {
        Findings asJson = new Findings("");
        JsonNode parsed = type == String.class ? null : parse(text);
        Object value = parsed == null ? null : read(codec, parsed, asJson);
        if (value == null || !asJson.isEmpty()) {
            Findings asText = new Findings("");
            value = read(codec, StringNode.valueOf(text), asText);
            throwAny(asText);
        }
        Findings rules = new Findings("");
        JsonNode stored = value == null ? null : Trees.of(codec, value, rules);
        throwAny(rules);
        if (stored == null) {
            throw new IllegalArgumentException("has a @Default that is no value");
        }
        return new StandIn(codec, stored);
    }

    private static void throwAny(Findings findings) {
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(
                    "has a @Default that " + findings.problems().getFirst().message());
        }
    }

    private static @Nullable JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable Object read(Codec codec, JsonNode json, Findings findings) {
        try (JsonParser parser = Json.MAPPER.treeAsTokens(json)) {
            parser.nextToken();
            return json.isNull() ? null : codec.read(new Reading(parser, findings, Reading.Strictness.LENIENT));
        }
    }

    @Nullable
    Object value() {
        return unchangeable == null ? read(codec, json, new Findings("")) : unchangeable;
    }
}
