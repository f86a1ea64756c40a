package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document as an answer of Elasticsearch holds it.
 *
 * @param index the concrete index it is in
 * @param answer the array that holds the source among other things
 * @param from where in it the source begins
 * @param length the length of the source in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a view of an answer, never compared as a record
record StoredBytes(
        String index, String id, long version, long seqNo, long primaryTerm, byte[] answer, int from, int length) {

    StoredSource toSource() {
        return new StoredSource(id, token(), source());
    }

    VersionToken token() {
        return new VersionToken(index, seqNo, primaryTerm);
    }

    /** A token that this document had before or never has: for a caller whose own version is history already. */
    VersionToken outdated() {
        return new VersionToken(index, Math.max(0, seqNo - 1), primaryTerm);
    }

    byte[] source() {
        return Arrays.copyOfRange(answer, from, from + length);
    }

    ObjectNode tree() {
        return (ObjectNode) Json.MAPPER.readTree(answer, from, length);
    }

    boolean is(@Nullable VersionToken token) {
        return token != null && token.seqNo() == seqNo && token.primaryTerm() == primaryTerm;
    }

    /** Whether it is that document, formatting aside. */
    boolean isSameAs(byte[] document) {
        if (Arrays.equals(answer, from, from + length, document, 0, document.length)) {
            return true;
        }
        try {
            return Json.MAPPER.readTree(source()).equals(Json.MAPPER.readTree(document));
        } catch (JacksonException unreadable) {
            return false;
        }
    }
}
