package dev.leat.elastic.scan;

import dev.leat.elastic.internal.JsonCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document of a page: a view of the page's bytes that decodes only what is asked for. Immutable and thread-safe.
 * Keeping a hit keeps its whole page in memory; {@link #toDocument()} copies.
 */
public final class Hit {

    private final ScannedPage page;
    private final int number;

    Hit(ScannedPage page, int number) {
        this.page = page;
        this.number = number;
    }

    /** The concrete index that the document is in. */
    public String index() {
        return text(HitTable.INDEX);
    }

    public String id() {
        return text(HitTable.ID);
    }

    /** The routing that the document was indexed with; null when it was none. */
    public @Nullable String routing() {
        return start(HitTable.ROUTING) == 0 ? null : text(HitTable.ROUTING);
    }

    /** -2 unless {@link Versions#WITH} was asked for. */
    public long seqNo() {
        return page.table().seqNo(number);
    }

    /** 0 unless {@link Versions#WITH} was asked for. */
    public long primaryTerm() {
        return page.table().primaryTerm(number);
    }

    /** Whether the source was asked for, and so is there. */
    public boolean hasSource() {
        return start(HitTable.SOURCE) > 0;
    }

    /** The array that holds the source among other things; it must not be changed. */
    public byte[] sourceBuffer() {
        return page.answer();
    }

    /** Where in {@link #sourceBuffer()} the source begins. */
    public int sourceOffset() {
        return start(HitTable.SOURCE);
    }

    /** The length of the source in bytes; 0 when there is none. */
    public int sourceLength() {
        return end(HitTable.SOURCE) - start(HitTable.SOURCE);
    }

    /** A copy of the source, as it was sent to Elasticsearch; empty when it was not asked for. */
    public byte[] source() {
        return Arrays.copyOfRange(page.answer(), start(HitTable.SOURCE), end(HitTable.SOURCE));
    }

    /**
     * Writes the source as one line, without a line feed at the end: line breaks outside of strings and comments are
     * left out, raw control characters in strings are escaped, and all else is written byte for byte.
     */
    public void writeSourceLine(OutputStream out) throws IOException {
        if (page.table().isUntidy(number)) {
            JsonText.writeLine(page.answer(), start(HitTable.SOURCE), end(HitTable.SOURCE), out);
        } else {
            out.write(page.answer(), start(HitTable.SOURCE), sourceLength());
        }
    }

    /**
     * The doc values of a field as a JSON array, such as {@code ["a","b"]}: sorted, and each value once. Null when the
     * document has none or they were not asked for.
     */
    public @Nullable String docValue(String field) {
        return docValues().get(field);
    }

    /** The first doc value of a field: the text of a string, anything else as it stands in JSON. Null when there is none. */
    public @Nullable String firstDocValue(String field) {
        String array = docValue(field);
        if (array == null) {
            return null;
        }
        byte[] json = array.getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        cursor.expect('[');
        if (cursor.accept(']')) {
            return null;
        }
        int start = cursor.startOfValue();
        cursor.skipValue();
        return json[start] == '"'
                ? JsonText.unescape(json, start + 1, cursor.position() - 1)
                : new String(json, start, cursor.position() - start, StandardCharsets.UTF_8);
    }

    /** The doc values of all fields that have some, each as a JSON array. */
    public Map<String, String> docValues() {
        int start = start(HitTable.FIELDS);
        if (start == 0) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        byte[] answer = page.answer();
        JsonCursor cursor = new JsonCursor(answer, start, end(HitTable.FIELDS));
        cursor.expect('{');
        while (!cursor.accept('}')) {
            cursor.accept(',');
            int keyStart = cursor.startOfValue() + 1;
            cursor.skipString();
            int keyEnd = cursor.position() - 1;
            cursor.expect(':');
            int valueStart = cursor.startOfValue();
            cursor.skipValue();
            values.put(
                    JsonText.unescape(answer, keyStart, keyEnd),
                    new String(answer, valueStart, cursor.position() - valueStart, StandardCharsets.UTF_8));
        }
        return values;
    }

    /** A copy that may be kept. */
    public ScannedDocument toDocument() {
        return new ScannedDocument(
                index(), id(), routing(), seqNo(), primaryTerm(), hasSource() ? source() : null, docValues());
    }

    /** The text of a column that holds a string, quotes and all. */
    private String text(int column) {
        return JsonText.unescape(page.answer(), start(column) + 1, end(column) - 1);
    }

    private int start(int column) {
        return page.table().start(number, column);
    }

    private int end(int column) {
        return page.table().end(number, column);
    }
}
