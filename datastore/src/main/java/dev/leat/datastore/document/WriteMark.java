package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The marks that creates and conditional writes leave in a document, hidden under {@code _leat.writes}: by them a write
 * whose answer was lost recognises itself, even when others have changed the document since. (Content cannot tell: two
 * writers may well store the same.) Updates, replaces and modifies carry the marks along; a plain save drops them.
 *
 * <p>A mark of a single write is also the {@code X-Opaque-Id} of its request. Thread-safe.
 */
public final class WriteMark {

    /** The oldest are forgotten beyond that many: 30 bytes each. */
    static final int KEPT = 64;

    private static final String OWN = "_leat";
    private static final String WRITES = "writes";

    /** Tells this process from all others. */
    private final String origin =
            Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);

    private final AtomicLong next = new AtomicLong();

    /** What the marks of a document say about a write that looks for itself. */
    enum Trace {
        /** It was carried out. */
        FOUND,
        /** It was not: whatever changed the document carried the marks along, and this one is not among them. */
        NOT_FOUND,
        /** It cannot be told: the marks were dropped since, or too many came after. */
        LOST
    }

    /** A mark that no other write has. */
    public String next() {
        return "leat-" + origin + "-" + Long.toString(next.getAndIncrement(), 36);
    }

    /** The document with its first mark. */
    public static byte[] first(byte[] source, String mark) {
        int end = source.length;
        while (source[end - 1] != '}') {
            end--;
        }
        int before = end - 2;
        while (Character.isWhitespace(source[before])) {
            before--;
        }
        String comma = source[before] == '{' ? "" : ",";
        byte[] own =
                (comma + "\"" + OWN + "\":{\"" + WRITES + "\":[\"" + mark + "\"]}}").getBytes(StandardCharsets.UTF_8);
        byte[] marked = new byte[end - 1 + own.length];
        System.arraycopy(source, 0, marked, 0, end - 1);
        System.arraycopy(own, 0, marked, end - 1, own.length);
        return marked;
    }

    /** Adds a mark to a document that carries the marks that it had. */
    static void add(ObjectNode document, String mark) {
        ObjectNode own = document.get(OWN) instanceof ObjectNode there ? there : document.putObject(OWN);
        ArrayNode writes = own.get(WRITES) instanceof ArrayNode there ? there : own.putArray(WRITES);
        while (writes.size() >= KEPT) {
            writes.remove(0);
        }
        writes.add(mark);
    }

    /** Whether a document carries a mark. */
    static boolean isIn(byte[] document, String mark) {
        return contains(marks(document), mark);
    }

    /**
     * Looks for the mark of a write that was to follow one version of a document.
     *
     * @param base that version
     * @param now the document as it is now, changed since
     */
    static Trace trace(byte[] base, byte[] now, String mark) {
        JsonNode before = marks(base);
        JsonNode after = marks(now);
        if (contains(after, mark)) {
            return Trace.FOUND;
        }
        // This write was to be the next after the base, so that a later mark without it means another was.
        boolean unbroken = before.size() > 0
                && contains(after, before.get(before.size() - 1).asString(""));
        return unbroken ? Trace.NOT_FOUND : Trace.LOST;
    }

    private static JsonNode marks(byte[] document) {
        return Json.MAPPER.readTree(document).path(OWN).path(WRITES);
    }

    private static boolean contains(JsonNode marks, String mark) {
        for (JsonNode one : marks) {
            if (one.asString("").equals(mark)) {
                return true;
            }
        }
        return false;
    }
}
