package dev.leat.app.load;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the lines of an input are. The first line decides for all of them. */
enum LineFormat {
    /** A document a line. */
    DOCUMENTS,
    /** {@code {"_index","_id","_routing","_source"}}, as {@code scan --with-meta} writes it. */
    WITH_META,
    /** Action lines, each followed by a source line unless it deletes: the format of the bulk API. */
    BULK,
    /** {@code {"op","index","id","status","type","reason","source"}}, as a load keeps rejected documents; some with routing. */
    DEAD_LETTERS;

    private static final Set<String> META = Set.of("_index", "_id", "_routing", "_source");
    private static final Set<String> LETTER = Set.of("op", "index", "id", "status", "type", "reason", "source");
    private static final Set<String> ROUTED_LETTER =
            Set.of("op", "index", "id", "routing", "status", "type", "reason", "source");
    private static final Set<String> ACTIONS = Set.of("index", "create", "update", "delete");
    private static final byte[] ID = "_id".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SOURCE = "_source".getBytes(StandardCharsets.UTF_8);

    /** The format that a scanned line is of. Elasticsearch accepts no document that has fields named as in the others. */
    static LineFormat of(JsonScanner line) {
        if (isLetter(line)) {
            return DEAD_LETTERS;
        }
        if (line.memberCount() == 1 && ACTIONS.contains(line.name(0)) && BulkLines.isAction(line)) {
            return BULK;
        }
        return isMeta(line) ? WITH_META : DOCUMENTS;
    }

    static boolean isMeta(JsonScanner line) {
        return line.find(ID) >= 0 && line.find(SOURCE) >= 0 && hasOnly(line, META);
    }

    static boolean isLetter(JsonScanner line) {
        return (line.memberCount() == LETTER.size() && hasOnly(line, LETTER))
                || (line.memberCount() == ROUTED_LETTER.size() && hasOnly(line, ROUTED_LETTER));
    }

    private static boolean hasOnly(JsonScanner line, Set<String> names) {
        for (int member = 0; member < line.memberCount(); member++) {
            if (!names.contains(line.name(member))) {
                return false;
            }
        }
        return true;
    }
}
