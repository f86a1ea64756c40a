package dev.leat.datastore.check;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules for texts. */
final class Texts {
    private Texts() {}

    /** A rule from a function that gives the stored form, or null for what is refused. */
    static Rule rule(Class<?> type, String reason, Function<String, @Nullable String> normalise) {
        if (type != String.class) {
            throw new IllegalArgumentException("is for String, not " + type.getSimpleName());
        }
        return value -> {
            String stored = normalise.apply((String) value);
            return stored == null ? Verdict.refuse(reason) : Verdict.accept(stored);
        };
    }

    /** Hexadecimal digits in a pattern without choices, so that matching takes no longer than the text is. */
    static Rule hexadecimal(Class<?> type, String reason, Pattern pattern) {
        return rule(type, reason, text -> pattern.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : null);
    }
}
