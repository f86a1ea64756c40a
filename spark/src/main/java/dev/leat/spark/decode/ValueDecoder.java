package dev.leat.spark.decode;

import org.jspecify.annotations.Nullable;

/** Decodes one value. Immutable and thread-safe. */
@FunctionalInterface
interface ValueDecoder {

    /**
     * Reads the value that the parser stands at, and leaves it at the value's last token.
     *
     * @return as Spark holds it inside; null when there is none, or it has no room
     */
    @Nullable
    Object decode(Reading reading);
}
