package dev.leat.elastic.bulk;

import dev.leat.elastic.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a look at the cluster found under an operation's id. */
sealed interface Stored {

    /** There is no such document, or no such index. */
    enum Absent implements Stored {
        ABSENT
    }

    /**
     * There is one.
     *
     * @param index the concrete index it is in
     * @param source its stored bytes; null when the index keeps none
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared as a record
    record Present(String index, long version, long seqNo, long primaryTerm, byte @Nullable [] source)
            implements Stored {

        /** Whether it is that document, formatting aside. */
        boolean isSameAs(byte @Nullable [] document) {
            if (source == null || document == null) {
                return false;
            }
            if (Arrays.equals(source, document)) {
                return true;
            }
            JsonNode stored = tree();
            return stored != null && stored.equals(parse(document));
        }

        @Nullable
        JsonNode tree() {
            return source == null ? null : parse(source);
        }

        private static @Nullable JsonNode parse(byte[] json) {
            try {
                return Json.MAPPER.readTree(json);
            } catch (JacksonException unreadable) {
                return null;
            }
        }
    }

    /** It cannot be read: no privilege, or an alias of several indices. */
    record Unreadable(String reason) implements Stored {}
}
