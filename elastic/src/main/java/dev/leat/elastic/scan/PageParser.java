package dev.leat.elastic.scan;

import dev.leat.elastic.internal.JsonCursor;
import dev.leat.elastic.internal.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hits in the answer to a search. Keys may come in any order; what is not known is passed over. Only places
 * are noted, so that a page costs one pass over its bytes and two arrays.
 */
final class PageParser {

    private static final byte[] PIT_ID = name("pit_id");
    private static final byte[] TIMED_OUT = name("timed_out");
    private static final byte[] SHARDS = name("_shards");
    private static final byte[] TOTAL = name("total");
    private static final byte[] FAILED = name("failed");
    private static final byte[] HITS = name("hits");
    private static final byte[] INDEX = name("_index");
    private static final byte[] ID = name("_id");
    private static final byte[] ROUTING = name("_routing");
    private static final byte[] SOURCE = name("_source");
    private static final byte[] FIELDS = name("fields");
    private static final byte[] SORT = name("sort");
    private static final byte[] SEQ_NO = name("_seq_no");
    private static final byte[] PRIMARY_TERM = name("_primary_term");

    private final byte[] bytes;
    private final JsonCursor cursor;
    private final HitTable hits;
    private @Nullable String pointInTime;
    private boolean timedOut;
    private boolean hitsSeen;
    private int shards = -1;
    private int failedShards = -1;

    private PageParser(byte[] bytes, int expectedHits) {
        this.bytes = bytes;
        this.cursor = new JsonCursor(bytes, 0, bytes.length);
        this.hits = new HitTable(expectedHits);
    }

    /**
     * Parses an answer with status 200.
     *
     * @param expectedHits how many hits there are probably
     * @throws MalformedJsonException when the answer is cut off or is not a search's
     */
    static ScannedPage parse(byte[] answer, int expectedHits) {
        PageParser parser = new PageParser(answer, expectedHits);
        try {
            parser.readAnswer();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new MalformedJsonException("the answer is cut off", answer.length);
        }
        return new ScannedPage(
                answer, parser.hits, parser.pointInTime, parser.timedOut, parser.shards, parser.failedShards);
    }

    private static byte[] name(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private void readAnswer() {
        cursor.expect('{');
        while (cursor.nextKey()) {
            if (cursor.isKey(HITS)) {
                readHits();
            } else if (cursor.isKey(PIT_ID)) {
                pointInTime = readText();
            } else if (cursor.isKey(TIMED_OUT)) {
                timedOut = cursor.readBoolean();
            } else if (cursor.isKey(SHARDS)) {
                readShards();
            } else {
                cursor.skipValue();
            }
        }
        if (cursor.peek() != 0 || !hitsSeen) {
            throw new MalformedJsonException("this is not the answer to a search", cursor.position());
        }
    }

    private void readShards() {
        cursor.expect('{');
        while (cursor.nextKey()) {
            if (cursor.isKey(TOTAL)) {
                shards = (int) cursor.readLong();
            } else if (cursor.isKey(FAILED)) {
                failedShards = (int) cursor.readLong();
            } else {
                cursor.skipValue();
            }
        }
    }

    private void readHits() {
        cursor.expect('{');
        while (cursor.nextKey()) {
            if (cursor.isKey(HITS)) {
                hitsSeen = true;
                readHitArray();
            } else {
                cursor.skipValue();
            }
        }
    }

    private void readHitArray() {
        cursor.expect('[');
        if (cursor.accept(']')) {
            return;
        }
        do {
            readHit();
        } while (cursor.accept(','));
        cursor.expect(']');
    }

    private void readHit() {
        cursor.expect('{');
        hits.add();
        while (cursor.nextKey()) {
            switch (cursor.keyLength()) {
                case 3 -> place(cursor.isKey(ID), HitTable.ID);
                case 4 -> place(cursor.isKey(SORT), HitTable.SORT);
                case 6 -> {
                    if (cursor.isKey(INDEX)) {
                        place(true, HitTable.INDEX);
                    } else {
                        place(cursor.isKey(FIELDS), HitTable.FIELDS);
                    }
                }
                case 7 -> {
                    if (cursor.isKey(SOURCE)) {
                        placeSource();
                    } else if (cursor.isKey(SEQ_NO)) {
                        hits.setSeqNo(cursor.readLong());
                    } else {
                        cursor.skipValue();
                    }
                }
                case 8 -> place(cursor.isKey(ROUTING), HitTable.ROUTING);
                case 13 -> {
                    if (cursor.isKey(PRIMARY_TERM)) {
                        hits.setPrimaryTerm(cursor.readLong());
                    } else {
                        cursor.skipValue();
                    }
                }
                default -> cursor.skipValue();
            }
        }
        if (!hits.has(HitTable.ID) || !hits.has(HitTable.INDEX) || !hits.has(HitTable.SORT)) {
            throw new MalformedJsonException("a hit without _index, _id or sort", cursor.position());
        }
    }

    /** Passes the value, and notes where it stands if it is wanted. */
    private void place(boolean wanted, int column) {
        int start = cursor.startOfValue();
        cursor.skipValue();
        if (wanted) {
            hits.set(column, start, cursor.position());
        }
    }

    private void placeSource() {
        cursor.startOfValue();
        cursor.tidy();
        if (cursor.peek() != '{') {
            throw new MalformedJsonException("a _source that is no object", cursor.position());
        }
        place(true, HitTable.SOURCE);
        if (cursor.isUntidy()) {
            hits.markUntidy();
        }
    }

    private String readText() {
        int start = cursor.startOfValue() + 1;
        cursor.skipString();
        return JsonText.unescape(bytes, start, cursor.position() - 1);
    }
}
