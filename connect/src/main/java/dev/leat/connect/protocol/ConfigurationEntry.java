package dev.leat.connect.protocol;

import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.Constraint;
import dev.leat.connect.FieldType;
import dev.leat.connect.Form;
import dev.leat.connect.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One setting in the document of a connector, as far as it matters for what its value means.
 *
 * @param dependencies each with {@code field} and {@code value}
 * @param validations each with {@code type} and {@code constraint}
 */
record ConfigurationEntry(
        String key,
        String type,
        Presence presence,
        boolean isSensitive,
        @Nullable Object value,
        @Nullable Object defaultValue,
        List<Map<?, ?>> dependencies,
        List<Map<?, ?>> validations) {

    static final String VALUE = "value";

    /** The entry of a document; one without properties is an old text. */
    static ConfigurationEntry of(String key, @Nullable Object entry) {
        if (!(entry instanceof Map<?, ?> properties)) {
            return new ConfigurationEntry(key, "str", Presence.REQUIRED, false, entry, null, List.of(), List.of());
        }
        return new ConfigurationEntry(
                key,
                properties.get("type") instanceof String type ? type.toLowerCase(Locale.ROOT) : "str",
                Boolean.FALSE.equals(properties.get("required")) ? Presence.OPTIONAL : Presence.REQUIRED,
                Boolean.TRUE.equals(properties.get("sensitive")),
                properties.get(VALUE),
                properties.get("default_value"),
                maps(properties.get("depends_on")),
                maps(properties.get("validations")));
    }

    /** All properties of a setting, with its value for the beginning. */
    static Map<String, @Nullable Object> initial(ConfigurationSchema schema, ConfigurationField field) {
        boolean isChoice = field.constraint() instanceof Constraint.OneOf && field.type() == FieldType.STRING;
        Object standard = typed(field);
        // A switch and a list of choices always show a value: it had better be the one that counts.
        boolean shows = field.presence() == Presence.REQUIRED || isChoice || field.type() == FieldType.BOOLEAN;
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("default_value", field.presence() == Presence.REQUIRED ? null : standard);
        properties.put(
                "depends_on",
                field.dependencies().stream()
                        .map(dependency -> Map.of("field", dependency.key(), VALUE, dependency.value()))
                        .toList());
        properties.put("display", display(field, isChoice));
        properties.put("label", field.label().isEmpty() ? field.key().toUpperCase(Locale.ROOT) : field.label());
        properties.put("options", isChoice ? options((Constraint.OneOf) field.constraint()) : List.of());
        properties.put("order", schema.fields().indexOf(field) + 1);
        properties.put("required", field.presence() == Presence.REQUIRED);
        properties.put("sensitive", field.type() == FieldType.SECRET);
        properties.put("tooltip", field.description().isEmpty() ? null : field.description());
        properties.put("type", wireType(field.type()));
        properties.put(
                "ui_restrictions", field.form().audience() == Form.Audience.EXPERTS ? List.of("advanced") : List.of());
        properties.put("validations", validations(field.constraint()));
        properties.put(VALUE, shows && standard != null ? standard : "");
        return properties;
    }

    private static @Nullable Object typed(ConfigurationField field) {
        String standard = field.defaultValue();
        return switch (field.type()) {
            case BOOLEAN -> Boolean.valueOf(standard);
            case INTEGER -> standard == null ? null : Long.valueOf(standard);
            case STRING, LIST, SECRET -> standard;
        };
    }

    private static String wireType(FieldType type) {
        return switch (type) {
            case STRING, SECRET -> "str";
            case INTEGER -> "int";
            case BOOLEAN -> "bool";
            case LIST -> "list";
        };
    }

    private static String display(ConfigurationField field, boolean isChoice) {
        return switch (field.type()) {
            case STRING, SECRET -> isChoice ? "dropdown" : field.form().room() == Form.Room.LINES ? "textarea" : "text";
            case INTEGER -> "numeric";
            case BOOLEAN -> "toggle";
            case LIST -> "textarea";
        };
    }

    private static List<Map<String, String>> options(Constraint.OneOf constraint) {
        return constraint.choices().stream()
                .map(choice -> Map.of("label", choice, VALUE, choice))
                .toList();
    }

    private static List<Map<String, Object>> validations(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Any any -> List.of();
            case Constraint.OneOf(List<String> choices) -> List.of(validation("included_in", choices));
            case Constraint.Matching(String expression) -> List.of(validation("regex", expression));
            case Constraint.Between(long minimum, long maximum) -> {
                List<Map<String, Object>> bounds = new ArrayList<>();
                if (minimum > Long.MIN_VALUE) {
                    bounds.add(validation("greater_than", minimum - 1));
                }
                if (maximum < Long.MAX_VALUE) {
                    bounds.add(validation("less_than", maximum + 1));
                }
                yield bounds;
            }
        };
    }

    private static Map<String, Object> validation(String type, Object constraint) {
        return Map.of("type", type, "constraint", constraint);
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }
}
