package dev.leat.connect;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a kind of source, in the order in which a person should meet them.
 *
 * @param fields with distinct keys
 */
public record ConfigurationSchema(List<ConfigurationField> fields) {

    public ConfigurationSchema {
        fields = List.copyOf(fields);
        Set<String> keys = new HashSet<>();
        for (ConfigurationField field : fields) {
            if (!keys.add(field.key())) {
                throw new IllegalArgumentException("The setting '" + field.key() + "' is there twice");
            }
        }
    }

    public static ConfigurationSchema of(ConfigurationField... fields) {
        return new ConfigurationSchema(List.of(fields));
    }

    public Optional<ConfigurationField> find(String key) {
        return fields.stream().filter(field -> field.key().equals(key)).findFirst();
    }

    /**
     * Checks what a user gave and fills in the defaults. An empty text and an empty list count as not given.
     *
     * @param given values by key: texts as a user writes them, or values that already have their type (numbers,
     *     booleans, collections, {@link Secret})
     * @throws ConfigException with every problem at once: unknown keys (with the nearest known one), missing settings,
     *     values of the wrong type or outside their constraint
     */
    public Configuration configure(Map<String, ? extends @Nullable Object> given) {
        List<Problem> problems = new ArrayList<>();
        for (String key : given.keySet()) {
            if (find(key).isEmpty()) {
                problems.add(new Problem(key, unknown(key)));
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigurationField field : fields) {
            Object value = value(field, given.get(field.key()), problems);
            if (value != null) {
                values.put(field.key(), value);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Configuration(this, values);
    }

    private String unknown(String key) {
        List<String> keys = fields.stream().map(ConfigurationField::key).toList();
        return Spelling.nearest(key, keys)
                .map(nearest -> "unknown setting; did you mean '" + nearest + "'?")
                .orElseGet(() -> "unknown setting; known are " + String.join(", ", keys));
    }

    private static @Nullable Object value(ConfigurationField field, @Nullable Object given, List<Problem> problems) {
        try {
            if (given != null) {
                Object value = FieldValue.of(field, given);
                if (value != null) {
                    return value;
                }
            }
            if (field.defaultValue() != null) {
                return FieldValue.of(field, field.defaultValue());
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(field.key(), String.valueOf(e.getMessage())));
            return null;
        }
        if (field.presence() == Presence.REQUIRED) {
            String about = field.description().isEmpty() ? field.label() : field.description();
            problems.add(new Problem(field.key(), "is required: " + about));
        }
        // Lists are never missing, so that sources need no second way to say "nothing".
        return field.type() == FieldType.LIST ? List.of() : null;
    }

    /** Turns what a user gave into the value of a field; null when it is empty. */
    private static final class FieldValue {

        static @Nullable Object of(ConfigurationField field, Object given) {
            if (given instanceof CharSequence text && text.toString().isBlank()) {
                return null;
            }
            return switch (field.type()) {
                case STRING -> choice(field, text(given));
                case SECRET -> given instanceof Secret secret ? secret : new Secret(text(given));
                case INTEGER -> integer(field, given);
                case BOOLEAN -> bool(given);
                case LIST -> list(field, given);
            };
        }

        private static String text(Object given) {
            if (given instanceof CharSequence || given instanceof Number || given instanceof Boolean) {
                return given.toString();
            }
            throw new IllegalArgumentException("must be text");
        }

        private static Object integer(ConfigurationField field, Object given) {
            long number;
            try {
                number = Long.parseLong(given.toString().strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number, but is '" + given + "'", e);
            }
            if (field.constraint() instanceof Constraint.Between(long minimum, long maximum)
                    && (number < minimum || number > maximum)) {
                throw new IllegalArgumentException(
                        "must be from %d to %d, but is %d".formatted(minimum, maximum, number));
            }
            return number;
        }

        private static Object bool(Object given) {
            return switch (given.toString().strip()) {
                case "true" -> true;
                case "false" -> false;
                case String other ->
                    throw new IllegalArgumentException("must be true or false, but is '" + other + "'");
            };
        }

        private static @Nullable Object list(ConfigurationField field, Object given) {
            Collection<?> elements = given instanceof Collection<?> collection
                    ? collection
                    : List.of(text(given).split(","));
            List<String> texts = elements.stream()
                    .map(element -> text(element).strip())
                    .filter(element -> !element.isEmpty())
                    .map(element -> choice(field, element))
                    .toList();
            return texts.isEmpty() ? null : texts;
        }

        private static String choice(ConfigurationField field, String text) {
            if (field.constraint() instanceof Constraint.OneOf(List<String> choices) && !choices.contains(text)) {
                throw new IllegalArgumentException(
                        "must be one of %s, but is '%s'".formatted(String.join(", ", choices), text));
            }
            return text;
        }
    }
}
