package dev.leat.datastore.archive;

import dev.leat.datastore.document.StoredSource;
import dev.leat.datastore.document.VersionToken;
import dev.leat.elastic.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an archived copy says of itself, hidden under {@code _leat.archive}.
 *
 * @param original the version that was copied
 * @param mark tells this copy from every other
 * @param at when it was made, by the clock of whoever made it
 */
record Stamp(VersionToken original, String mark, Instant at) {

    /** The hidden object that the library keeps its own things in. */
    private static final String OWN = "_leat";

    private static final String ARCHIVE = "archive";

    /** The path of the stamp in a document. */
    static final String PATH = OWN + "." + ARCHIVE;

    /** The stamp of a copy; null when it carries none that is ours. */
    static @Nullable Stamp find(StoredSource copy) {
        JsonNode json = copy.tree().path(OWN).path(ARCHIVE);
        String original = json.path("original").asString("");
        String at = json.path("at").asString("");
        return original.isEmpty() || at.isEmpty()
                ? null
                : new Stamp(VersionToken.parse(original), json.path("mark").asString(""), Instant.parse(at));
    }

    boolean isOf(VersionToken version) {
        return original.equals(version);
    }

    /** The document with this stamp in the place of all that the library had hidden in it. */
    byte[] copy(StoredSource document) {
        ObjectNode tree = bare(document);
        tree.putObject(OWN)
                .putObject(ARCHIVE)
                .put("original", original.toString())
                .put("mark", mark)
                .put("at", at.toString());
        return Json.MAPPER.writeValueAsBytes(tree);
    }

    /** The document without anything that the library has hidden in it. */
    static ObjectNode bare(StoredSource document) {
        ObjectNode tree = document.tree();
        tree.remove(OWN);
        return tree;
    }
}
