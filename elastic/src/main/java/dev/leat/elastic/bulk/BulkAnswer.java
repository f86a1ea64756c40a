package dev.leat.elastic.bulk;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.internal.JsonCursor;
import dev.leat.elastic.internal.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answer to a bulk request in one pass over its bytes, for it is as long as there were operations: a general
 * parser took a third of the processor time that the writer itself needs.
 */
final class BulkAnswer {

    private static final byte[] ITEMS = name("items");
    private static final byte[] STATUS = name("status");
    private static final byte[] RESULT = name("result");
    private static final byte[] VERSION = name("_version");
    private static final byte[] SEQ_NO = name("_seq_no");
    private static final byte[] PRIMARY_TERM = name("_primary_term");
    private static final byte[] ERROR = name("error");

    private final byte[] body;
    private final JsonCursor cursor;
    private final List<ItemResult> results;

    private BulkAnswer(byte[] body, int operations) {
        this.body = body;
        this.cursor = new JsonCursor(body, 0, body.length);
        this.results = new ArrayList<>(operations);
    }

    /** The results in the order of the operations; empty unless the body is a whole answer for that many. */
    static Optional<List<ItemResult>> parse(byte[] body, int operations) {
        BulkAnswer answer = new BulkAnswer(body, operations);
        try {
            answer.read();
        } catch (MalformedJsonException | JacksonException | ArrayIndexOutOfBoundsException broken) {
            return Optional.empty();
        }
        return answer.results.size() == operations ? Optional.of(answer.results) : Optional.empty();
    }

    private static byte[] name(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private void read() {
        cursor.expect('{');
        while (cursor.nextKey()) {
            if (cursor.isKey(ITEMS)) {
                readItems();
            } else {
                cursor.skipValue();
            }
        }
    }

    private void readItems() {
        cursor.expect('[');
        if (cursor.accept(']')) {
            return;
        }
        do {
            cursor.expect('{');
            // Its only key is the action.
            cursor.skipString();
            cursor.expect(':');
            results.add(item());
            cursor.expect('}');
        } while (cursor.accept(','));
        cursor.expect(']');
    }

    private ItemResult item() {
        int status = 0;
        String result = "";
        long version = WriteOutcome.NOT_KNOWN;
        long seqNo = WriteOutcome.NOT_KNOWN;
        long primaryTerm = WriteOutcome.NOT_KNOWN;
        ElasticError error = null;
        cursor.expect('{');
        while (cursor.nextKey()) {
            if (cursor.isKey(STATUS)) {
                status = (int) cursor.readLong();
            } else if (cursor.isKey(RESULT)) {
                result = text();
            } else if (cursor.isKey(VERSION)) {
                version = cursor.readLong();
            } else if (cursor.isKey(SEQ_NO)) {
                seqNo = cursor.readLong();
            } else if (cursor.isKey(PRIMARY_TERM)) {
                primaryTerm = cursor.readLong();
            } else if (cursor.isKey(ERROR)) {
                error = error();
            } else {
                cursor.skipValue();
            }
        }
        return new ItemResult(status, result, version, seqNo, primaryTerm, error);
    }

    /** A string that never holds escapes. */
    private String text() {
        int start = cursor.startOfValue() + 1;
        cursor.skipString();
        return new String(body, start, cursor.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private @Nullable ElasticError error() {
        int start = cursor.startOfValue();
        cursor.skipValue();
        JsonNode node = Json.MAPPER.readTree(body, start, cursor.position() - start);
        return node.isObject() ? ElasticError.of(node) : new ElasticError("error", node.asString(""));
    }
}
