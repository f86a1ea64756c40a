package dev.leat.connect;

import java.nio.charset.StandardCharsets;

/**
 * The part of a source that can be listed, completed, failed and resumed on its own: a table, a bucket, a space.
 *
 * @param name stable from run to run and distinct within the source; at most 512 bytes of UTF-8. It is stored with
 *     every document
 */
public record Scope(String name) {

    /** The longest name, in bytes of UTF-8: what Elasticsearch allows for an id, which keywords can hold as well. */
    public static final int MAX_NAME_BYTES = 512;

    public Scope {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A scope needs a name: it is empty");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("The name of a scope may have %d bytes, but '%s...' has %d"
                    .formatted(MAX_NAME_BYTES, name.substring(0, 40), bytes));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
