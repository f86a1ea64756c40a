package dev.leat.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a source. Immutable; starts optional and without default, and is refined:
 *
 * <pre>{@code
 * ConfigurationField.string("path", "Folder").required().describedAs("The folder whose files are mirrored");
 * ConfigurationField.integer("page_rows", "Rows per page").withDefault("5000").between(1, 100_000).advanced();
 * ConfigurationField.string("ca", "Authority").onlyWhen("tls", true).required().multiline();
 * }</pre>
 *
 * @param key what users write, in {@code snake_case}
 * @param defaultValue the value when none is given, written as a user would write it; null for none
 * @param dependencies the setting counts only when all of them hold; otherwise it is neither required nor checked,
 *     and has its default value
 */
public record ConfigurationField(
        String key,
        FieldType type,
        Form form,
        Presence presence,
        @Nullable String defaultValue,
        Constraint constraint,
        List<Dependency> dependencies) {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    public ConfigurationField {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("The key of a setting is snake_case, but this is '" + key + "'");
        }
        boolean fits = switch (constraint) {
            case Constraint.Any any -> true;
            case Constraint.OneOf oneOf -> type == FieldType.STRING || type == FieldType.LIST;
            case Constraint.Between between -> type == FieldType.INTEGER;
            case Constraint.Matching matching -> type == FieldType.STRING || type == FieldType.SECRET;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "The setting '%s' of type %s cannot have the constraint %s".formatted(key, type, constraint));
        }
        dependencies = List.copyOf(dependencies);
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
        return new ConfigurationField(
                key, type, Form.labelled(label), Presence.OPTIONAL, null, new Constraint.Any(), List.of());
    }

    /** A few words for a form. */
    public String label() {
        return form.label();
    }

    /** One or two sentences for help, or empty. */
    public String description() {
        return form.description();
    }

    public ConfigurationField required() {
        return new ConfigurationField(key, type, form, Presence.REQUIRED, defaultValue, constraint, dependencies);
    }

    public ConfigurationField withDefault(String value) {
        return new ConfigurationField(key, type, form, presence, value, constraint, dependencies);
    }

    /** One of these texts; for a list, every element. */
    public ConfigurationField oneOf(String... choices) {
        return with(new Constraint.OneOf(List.of(choices)));
    }

    /** From {@code minimum} to {@code maximum}, both included. */
    public ConfigurationField between(long minimum, long maximum) {
        return with(new Constraint.Between(minimum, maximum));
    }

    /** A text that matches this expression as a whole; see {@link Constraint.Matching}. */
    public ConfigurationField matching(String expression) {
        return with(new Constraint.Matching(expression));
    }

    /** Only when another setting has this value; of several such conditions, all must hold. */
    public ConfigurationField onlyWhen(String otherKey, Object value) {
        List<Dependency> more = new ArrayList<>(dependencies);
        more.add(new Dependency(otherKey, value));
        return new ConfigurationField(key, type, form, presence, defaultValue, constraint, more);
    }

    public ConfigurationField describedAs(String text) {
        return with(form.describedAs(text));
    }

    /** For those who know what they do: forms keep it out of the way. */
    public ConfigurationField advanced() {
        return with(form.forAudience(Form.Audience.EXPERTS));
    }

    /** A text of several lines. */
    public ConfigurationField multiline() {
        return with(form.withRoom(Form.Room.LINES));
    }

    private ConfigurationField with(Constraint replacement) {
        return new ConfigurationField(key, type, form, presence, defaultValue, replacement, dependencies);
    }

    private ConfigurationField with(Form replacement) {
        return new ConfigurationField(key, type, replacement, presence, defaultValue, constraint, dependencies);
    }
}
