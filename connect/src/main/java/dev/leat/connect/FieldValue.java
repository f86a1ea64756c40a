package dev.leat.connect;

import dev.leat.elastic.Secret;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what a user gave for a setting into its value. */
final class FieldValue {

    private FieldValue() {}

    /**
     * The value; null when what was given is empty.
     *
     * @throws IllegalArgumentException when it is none, with what it should be
     */
    static @Nullable Object of(ConfigurationField field, Object given) {
        if (given instanceof CharSequence text && text.toString().isBlank()) {
            return null;
        }
        if (given instanceof Secret secret) {
            return ofSecret(field, secret);
        }
        return switch (field.type()) {
            case STRING -> checked(field, text(given));
            case SECRET -> matching(field, new Secret(text(given)));
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

    private static @Nullable Object ofSecret(ConfigurationField field, Secret secret) {
        if (secret.reveal().isBlank()) {
            return null;
        }
        if (field.type() == FieldType.SECRET) {
            return matching(field, secret);
        }
        try {
            return of(field, secret.reveal());
        } catch (IllegalArgumentException e) {
            // The reason quotes the value.
            throw new IllegalArgumentException("has a secret value that the setting cannot have");
        }
    }

    private static Secret matching(ConfigurationField field, Secret secret) {
        if (field.constraint() instanceof Constraint.Matching(String expression)
                && !Pattern.matches(expression, secret.reveal())) {
            throw new IllegalArgumentException("must match " + expression);
        }
        return secret;
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
            throw new IllegalArgumentException("must be from %d to %d, but is %d".formatted(minimum, maximum, number));
        }
        return number;
    }

    private static Object bool(Object given) {
        return switch (given.toString().strip()) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new IllegalArgumentException("must be true or false, but is '" + other + "'");
        };
    }

    private static @Nullable Object list(ConfigurationField field, Object given) {
        Collection<?> elements = given instanceof Collection<?> collection
                ? collection
                : List.of(text(given).split(","));
        List<String> texts = elements.stream()
                .map(element -> text(element).strip())
                .filter(element -> !element.isEmpty())
                .map(element -> checked(field, element))
                .toList();
        return texts.isEmpty() ? null : texts;
    }

    private static String checked(ConfigurationField field, String text) {
        if (field.constraint() instanceof Constraint.OneOf(List<String> choices) && !choices.contains(text)) {
            throw new IllegalArgumentException(
                    "must be one of %s, but is '%s'".formatted(String.join(", ", choices), text));
        }
        if (field.constraint() instanceof Constraint.Matching(String expression)
                && !Pattern.matches(expression, text)) {
            throw new IllegalArgumentException("must match %s, but is '%s'".formatted(expression, text));
        }
        return text;
    }
}
