package dev.leat.connect;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.util.ArrayList;
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
 * @param fields with distinct keys; what they depend on is among them
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
        for (ConfigurationField field : fields) {
            for (Dependency dependency : field.dependencies()) {
                checkDependency(fields, field, dependency);
            }
        }
    }

    public static ConfigurationSchema of(ConfigurationField... fields) {
        return new ConfigurationSchema(List.of(fields));
    }

    public Optional<ConfigurationField> find(String key) {
        return find(fields, key);
    }

    /**
     * Checks what a user gave and fills in the defaults. An empty text and an empty list count as not given. A setting
     * whose dependencies do not hold has its default value, whatever was given.
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
            Object value = counts(field, given) ? value(field, given.get(field.key()), problems) : initial(field);
            if (value != null) {
                values.put(field.key(), value);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Configuration(this, values);
    }

    private static Optional<ConfigurationField> find(List<ConfigurationField> fields, String key) {
        return fields.stream().filter(field -> field.key().equals(key)).findFirst();
    }

    private static void checkDependency(
            List<ConfigurationField> fields, ConfigurationField field, Dependency dependency) {
        String about = "The setting '%s' depends on '%s'".formatted(field.key(), dependency.key());
        ConfigurationField other = find(fields, dependency.key())
                .orElseThrow(() -> new IllegalArgumentException(about + ", which the schema does not have"));
        if (other.equals(field) || other.type() == FieldType.SECRET || other.type() == FieldType.LIST) {
            throw new IllegalArgumentException(about + ", which must be another setting, and no secret or list");
        }
        try {
            if (FieldValue.of(other, dependency.value()) == null && other.type() != FieldType.STRING) {
                throw new IllegalArgumentException("is empty");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(about + " with a value that it never has: " + e.getMessage(), e);
        }
    }

    private boolean counts(ConfigurationField field, Map<String, ? extends @Nullable Object> given) {
        return field.dependencies().stream().allMatch(dependency -> {
            ConfigurationField other = find(dependency.key()).orElseThrow();
            Object wanted = FieldValue.of(other, dependency.value());
            Object value;
            try {
                Object raw = given.get(other.key());
                value = raw == null ? null : FieldValue.of(other, raw);
            } catch (IllegalArgumentException e) { // Reported with the other setting, if that counts.
                return false;
            }
            Object effective = value == null ? initial(other) : value;
            return effective == null ? wanted == null : effective.equals(wanted);
        });
    }

    private String unknown(String key) {
        List<String> keys = fields.stream().map(ConfigurationField::key).toList();
        return Spelling.nearest(key, keys)
                .map(nearest -> "unknown setting; did you mean '" + nearest + "'?")
                .orElseGet(() -> "unknown setting; known are " + String.join(", ", keys));
    }

    private static @Nullable Object value(ConfigurationField field, @Nullable Object given, List<Problem> problems) {
        try {
            Object value = given == null ? null : FieldValue.of(field, given);
            if (value == null && field.defaultValue() != null) {
                value = FieldValue.of(field, field.defaultValue());
            }
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(field.key(), String.valueOf(e.getMessage())));
            return null;
        }
        if (field.presence() == Presence.REQUIRED) {
            String about = field.description().isEmpty() ? field.label() : field.description();
            problems.add(new Problem(field.key(), "is required: " + about));
        }
        return initial(field);
    }

    /** What a setting has when nothing is given; a list never nothing, so that sources need no second way to say it. */
    private static @Nullable Object initial(ConfigurationField field) {
        Object value = field.defaultValue() == null ? null : FieldValue.of(field, field.defaultValue());
        return value == null && field.type() == FieldType.LIST ? List.of() : value;
    }
}
