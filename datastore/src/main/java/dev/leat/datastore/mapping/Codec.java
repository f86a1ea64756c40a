package dev.leat.datastore.mapping;

import org.jspecify.annotations.Nullable;

/** The translation between the values of one Java type and JSON. Thread-safe. */
interface Codec {

    /** Writes one value, of the type that the codec was made for; what does not fit becomes a finding. */
    void write(Object value, Writing writing);

    /** Reads the value at the parser's current token, which is no null; what does not fit becomes a finding and null. */
    @Nullable
    Object read(Reading reading);

    /** What stands for a value that is not there. */
    default @Nullable Object missing() {
        return null;
    }
}
