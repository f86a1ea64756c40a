package dev.leat.app.connector;

import dev.leat.connect.ConfigurationField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of settings as people write them. */
final class SettingText {

    private SettingText() {}

    /** A text in the type of its setting; null when it is none of that type. */
    static @Nullable Object typed(ConfigurationField field, String text) {
        return switch (field.type()) {
            case BOOLEAN -> truth(text);
            case INTEGER -> number(text);
            case STRING, LIST, SECRET -> text;
        };
    }

    /** A value in the type of its setting, or as it is when it cannot be: then a check will say so. */
    static Object typedIfPossible(ConfigurationField field, Object value) {
        Object typed = value instanceof String text ? typed(field, text) : value;
        return typed == null ? value : typed;
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y" -> true;
            case "false", "no", "n" -> false;
            default -> null;
        };
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
