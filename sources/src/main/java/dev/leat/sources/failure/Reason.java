package dev.leat.sources.failure;

import org.jspecify.annotations.Nullable;

/** Why something failed, in one line. */
public final class Reason {

    private Reason() {}

    /** What the innermost cause says. */
    public static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return of(root.getMessage(), root);
    }

    /** What a failure says in a text of its own. */
    public static String of(@Nullable String message, Throwable failure) {
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : oneLine(message);
    }

    /** The text without line feeds. */
    public static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
