package dev.leat.connect.service;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is written into a document about an error: one line that says what to do, without a secret. */
final class ErrorText {

    /** The field is a keyword: what is longer than this could not be searched for, and nobody reads it. */
    private static final int LONGEST = 2_000;

    /** Addresses may hold a user and a password, and drivers like to quote them. */
    private static final Pattern CREDENTIALS = Pattern.compile("://[^\\s/@'\"]+@");

    private ErrorText() {}

    /** The text for an error of anybody's code. */
    static String of(Throwable error) {
        String message = error.getMessage();
        String text = switch (error) {
            case ConfigException config ->
                config.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
            case LeatException ours -> ours.getMessage();
            default -> error.getClass().getSimpleName() + (message == null || message.isBlank() ? "" : ": " + message);
        };
        return oneLine(text);
    }

    /** The text for an error that ended a job which writes to an index. */
    static String ofJob(Throwable error, String index) {
        if (error instanceof RejectedException rejected && (rejected.status() == 403 || rejected.status() == 401)) {
            return oneLine(
                    "The API key of the connector does not suffice for index '%s' (status %d): give it one with the privileges read, write and manage on that index and on its index of identities, or renew the one it has (connectors[].api_key in the configuration of the service, otherwise elasticsearch.api_key). %s"
                            .formatted(index, rejected.status(), rejected.getMessage()));
        }
        return of(error);
    }

    private static String oneLine(String text) {
        String line = CREDENTIALS
                .matcher(text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip())
                .replaceAll("://***@");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
