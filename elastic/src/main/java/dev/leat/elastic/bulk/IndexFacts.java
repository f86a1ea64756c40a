package dev.leat.elastic.bulk;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must be known of an index to judge by what is stored in it.
 *
 * @param writeIndex the concrete index that a write to the name goes to; null when that cannot be told
 */
record IndexFacts(@Nullable String writeIndex, Fidelity fidelity) {

    /** Reads the answer to {@code GET /name}: each concrete index with aliases, mappings and settings. */
    static IndexFacts parse(String name, JsonNode indices) {
        String only = null;
        String marked = null;
        boolean verbatim = true;
        for (Map.Entry<String, JsonNode> index : indices.properties()) {
            only = indices.size() == 1 ? index.getKey() : null;
            JsonNode facts = index.getValue();
            if (facts.path("aliases").path(name).path("is_write_index").asBoolean(false)) {
                marked = index.getKey();
            }
            verbatim &= isVerbatim(facts);
        }
        return new IndexFacts(marked == null ? only : marked, verbatim ? Fidelity.VERBATIM : Fidelity.TRANSFORMED);
    }

    private static boolean isVerbatim(JsonNode facts) {
        JsonNode settings = facts.path("settings").path("index");
        boolean pipeline = names(settings.path("default_pipeline")) || names(settings.path("final_pipeline"));
        boolean plain = settings.path("mode").asString("standard").equals("standard")
                && settings.path("mapping")
                        .path("source")
                        .path("mode")
                        .asString("stored")
                        .equals("stored");
        String mappings = facts.path("mappings").toString();
        // Vectors and semantic text are left out of the source that is given back.
        boolean whole = !facts.path("mappings").has("_source")
                && !mappings.contains("_vector\"")
                && !mappings.contains("\"semantic_text\"");
        return !pipeline && plain && whole;
    }

    private static boolean names(JsonNode pipeline) {
        return pipeline.isString() && !pipeline.asString().equals("_none");
    }
}
