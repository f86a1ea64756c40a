package dev.leat.cassandra.type;

import dev.leat.elastic.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A piece of JSON whose numbers are still the text that they were: {@code -0.0} and {@code 1.10} mean what they say. */
sealed interface JsonValue {
    /** {@code null}. */
    record Null() implements JsonValue {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements JsonValue {}

    /** A number as it was written. */
    record Num(String text) implements JsonValue {}

    /** A string. */
    record Str(String text) implements JsonValue {}

    /** An array. */
    record Arr(List<JsonValue> elements) implements JsonValue {}

    /** An object; of a name that comes twice, the last value. */
    record Obj(Map<String, JsonValue> fields) implements JsonValue {}

    /**
     * Reads one value.
     *
     * @throws UnmappableException if the text is not one value of JSON
     */
    static JsonValue parse(String text) {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            parser.nextToken();
            JsonValue value = read(parser);
            if (parser.nextToken() != null) {
                throw new UnmappableException("more than one JSON value");
            }
            return value;
        } catch (JacksonException e) {
            throw new UnmappableException("not JSON: " + e.getOriginalMessage());
        }
    }

    private static JsonValue read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new UnmappableException("not JSON: it is empty");
        }
        return switch (token) {
            case VALUE_NULL -> new Null();
            case VALUE_TRUE -> new Bool(true);
            case VALUE_FALSE -> new Bool(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getString());
            case VALUE_STRING -> new Str(parser.getString());
            case START_ARRAY -> {
                List<JsonValue> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield new Arr(elements);
            }
            case START_OBJECT -> {
                Map<String, JsonValue> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, read(parser));
                }
                yield new Obj(fields);
            }
            default -> throw new UnmappableException("not JSON: " + token);
        };
    }

    /** Its JSON without white space, the names of objects sorted, numbers as they were written. */
    default String canonical() {
        StringBuilder text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder out) {
        switch (this) {
            case Null none -> out.append("null");
            case Bool(boolean value) -> out.append(value);
            case Num(String number) -> out.append(number);
            case Str(String text) -> quote(text, out);
            case Arr(List<JsonValue> elements) -> {
                out.append('[');
                elements.forEach(element -> element.append(Pieces.comma(out, '[')));
                out.append(']');
            }
            case Obj(Map<String, JsonValue> fields) -> {
                out.append('{');
                new TreeMap<>(fields).forEach((name, value) -> {
                    quote(name, Pieces.comma(out, '{'));
                    value.append(out.append(':'));
                });
                out.append('}');
            }
        }
    }

    /** Appends a string with its quotes, only what JSON demands escaped. */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
