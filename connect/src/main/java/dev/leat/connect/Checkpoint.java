package dev.leat.connect;

import java.nio.charset.StandardCharsets;

/**
 * A place in the listing of a scope from which reading can go on later, maybe in another process. Opaque to the engine.
 *
 * @param value the source's own words, at most 64 KiB of UTF-8, without secrets: it is stored in a file
 */
public record Checkpoint(String value) {

    /** The longest value, in bytes of UTF-8: far more than a page token, too little for a whole listing. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Checkpoint START = new Checkpoint("");

    public Checkpoint {
        // A char takes at most three bytes, so short values need no encoding to be judged.
        if (value.length() > MAX_BYTES / 3 && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("A checkpoint may have %d bytes, but this one has %d; keep less in it"
                    .formatted(MAX_BYTES, value.getBytes(StandardCharsets.UTF_8).length));
        }
    }

    /** The beginning of a scope. */
    public static Checkpoint start() {
        return START;
    }

    /** Whether this is the beginning of a scope. */
    public boolean isStart() {
        return value.isEmpty();
    }
}
