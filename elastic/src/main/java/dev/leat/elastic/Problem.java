package dev.leat.elastic;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key the key or option that is wrong, as the user wrote it
 * @param message what is wrong with it and how to mend it
 */
public record Problem(String key, String message) {

    @Override
    public String toString() {
        return key.isEmpty() ? message : key + ": " + message;
    }
}
