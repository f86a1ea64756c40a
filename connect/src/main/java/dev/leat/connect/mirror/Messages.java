package dev.leat.connect.mirror;

import java.nio.charset.StandardCharsets;

/** Words for exceptions of a source's code, which may say anything. */
final class Messages {

    private static final int MAX_BYTES = 1_000;

    private Messages() {}

    /** One line that says what went wrong, whatever the exception. */
    static String of(Throwable reason) {
        String message = reason.getMessage();
        String text = message == null || message.isBlank() ? reason.getClass().getSimpleName() : message;
        String line = text.lines().findFirst().orElse(text).strip();
        return line.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                ? line
                : line.substring(0, Math.min(line.length(), MAX_BYTES / 4)) + "…";
    }
}
