package dev.leat.connect;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a source. Immutable; starts optional and without default, and is refined:
 *
 * <pre>{@code
 * ConfigurationField.string("path", "Folder").required().describedAs("The folder whose files are mirrored");
 * ConfigurationField.integer("page_rows", "Rows per page").withDefault("5000").between(1, 100_000);
 * }</pre>
 *
 * @param key what users write, in {@code snake_case}
 * @param label a few words for a form
 * @param defaultValue the value when none is given, written as a user would write it; null for none
 * @param description one or two sentences for help
 */
public record ConfigurationField(
        String key,
        FieldType type,
        String label,
        Presence presence,
        @Nullable String defaultValue,
        Constraint constraint,
        String description) {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    public ConfigurationField {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("The key of a setting is snake_case, but this is '" + key + "'");
        }
    }

    public static ConfigurationField string(String key, String label) {
        return of(key, FieldType.STRING, label);
    }

    public static ConfigurationField integer(String key, String label) {
        return of(key, FieldType.INTEGER, label);
    }

    public static ConfigurationField bool(String key, String label) {
        return of(key, FieldType.BOOLEAN, label);
    }

    public static ConfigurationField list(String key, String label) {
        return of(key, FieldType.LIST, label);
    }

    public static ConfigurationField secret(String key, String label) {
        return of(key, FieldType.SECRET, label);
    }

    private static ConfigurationField of(String key, FieldType type, String label) {
        return new ConfigurationField(key, type, label, Presence.OPTIONAL, null, new Constraint.Any(), "");
    }

    public ConfigurationField required() {
        return new ConfigurationField(key, type, label, Presence.REQUIRED, defaultValue, constraint, description);
    }

    public ConfigurationField withDefault(String value) {
        return new ConfigurationField(key, type, label, presence, value, constraint, description);
    }

    /** One of these texts; for a list, every element. */
    public ConfigurationField oneOf(String... choices) {
        return with(new Constraint.OneOf(List.of(choices)));
    }

    /** From {@code minimum} to {@code maximum}, both included. */
    public ConfigurationField between(long minimum, long maximum) {
        return with(new Constraint.Between(minimum, maximum));
    }

    public ConfigurationField describedAs(String text) {
        return new ConfigurationField(key, type, label, presence, defaultValue, constraint, text);
    }

    private ConfigurationField with(Constraint replacement) {
        return new ConfigurationField(key, type, label, presence, defaultValue, replacement, description);
    }
}
