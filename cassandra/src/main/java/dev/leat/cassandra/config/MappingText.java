package dev.leat.cassandra.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Mappings of single fields, as they stand in a configuration, as JSON. */
final class MappingText {

    private static final JsonMapper MAPPER = new JsonMapper();

    private MappingText() {}

    /**
     * The mapping of every column under a key.
     *
     * @return column to JSON
     */
    static Map<String, String> of(Section section, String key) {
        Map<String, String> mappings = new LinkedHashMap<>();
        nested(section.below(key)).forEach((column, mapping) -> {
            if (mapping instanceof Map<?, ?>) {
                mappings.put(column, MAPPER.writeValueAsString(mapping));
            } else if (mapping instanceof String text && isObject(text)) {
                mappings.put(column, text);
            } else {
                section.problem(key + "." + column, "must be a mapping, such as {type: text}");
            }
        });
        return mappings;
    }

    private static boolean isObject(String text) {
        try {
            return MAPPER.readTree(text).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    /** {@code a.b} becomes {@code b} in {@code a}. */
    private static Map<String, @Nullable Object> nested(Map<String, ? extends @Nullable Object> flat) {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable Object>> inner = new LinkedHashMap<>();
        flat.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot < 0) {
                nested.put(key, value(value));
            } else {
                inner.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<>())
                        .put(key.substring(dot + 1), value);
            }
        });
        inner.forEach((name, below) -> nested.put(name, nested(below)));
        return nested;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text when text.equals("true") || text.equals("false") -> Boolean.valueOf(text);
            case String text when text.matches("-?[0-9]{1,9}") -> Integer.valueOf(text);
            case List<?> list -> list;
            default -> value;
        };
    }
}
