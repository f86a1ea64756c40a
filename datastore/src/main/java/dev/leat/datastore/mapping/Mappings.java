package dev.leat.datastore.mapping;

import dev.leat.elastic.Json;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a mapping, as Elasticsearch wants them. */
final class Mappings {
    /** The sub-field for the whole value of a text. */
    static final String WHOLE = "keyword";

    /** Where searches look that name no field. */
    static final String DEFAULT_SEARCH = ObjectCodec.HIDDEN + ".text";

    private Mappings() {}

    static ObjectNode leaf(FieldKind kind, Markings markings, Indexing indexing) {
        ObjectNode mapping = Json.MAPPER.createObjectNode().put("type", kind.elasticsearchType());
        Keyword keyword = markings.find(Keyword.class);
        Text text = markings.find(Text.class);
        if (kind == FieldKind.KEYWORD) {
            putKeyword(mapping, keyword);
        } else if (kind == FieldKind.TEXT && text != null) {
            if (!text.analyzer().isEmpty()) {
                mapping.put("analyzer", text.analyzer());
            }
            if (!text.searchAnalyzer().isEmpty()) {
                mapping.put("search_analyzer", text.searchAnalyzer());
            }
            if (keyword != null) {
                putKeyword(mapping.putObject("fields").putObject(WHOLE).put("type", "keyword"), keyword);
            }
        }
        if (indexing == Indexing.STORED_ONLY) {
            mapping.put("index", false);
            if (kind != FieldKind.TEXT) {
                mapping.put("doc_values", false);
            }
        }
        return mapping;
    }

    private static void putKeyword(ObjectNode mapping, @Nullable Keyword keyword) {
        mapping.put("ignore_above", keyword == null ? 8191 : keyword.ignoreAbove());
        if (keyword != null && !keyword.normalizer().isEmpty()) {
            mapping.put("normalizer", keyword.normalizer());
        }
    }

    /** Only stored, whatever is in it. */
    static ObjectNode disabled() {
        return Json.MAPPER.createObjectNode().put("type", "object").put("enabled", false);
    }

    static ObjectNode flattened() {
        // What is longer than a term can be is stored, not refused; a key takes part of the term.
        return Json.MAPPER.createObjectNode().put("type", "flattened").put("ignore_above", 4000);
    }

    /** A map whose keys become fields. */
    static ObjectNode dynamic(KeyRule keys) {
        ObjectNode mapping =
                Json.MAPPER.createObjectNode().put("type", "object").put("dynamic", "true");
        if (keys == KeyRule.FIELD) {
            mapping.put("subobjects", false);
        }
        return mapping;
    }

    static ObjectNode hidden(Collection<String> copyTargets) {
        ObjectNode hidden = Json.MAPPER.createObjectNode().put("type", "object").put("dynamic", "false");
        ObjectNode properties = hidden.putObject("properties");
        properties.set("ops", disabled());
        if (copyTargets.contains(DEFAULT_SEARCH)) {
            properties.putObject("text").put("type", "text");
        }
        return hidden;
    }

    static ObjectNode template(String pathMatch, ObjectNode mapping) {
        ObjectNode template = Json.MAPPER.createObjectNode();
        template.putObject(pathMatch).put("path_match", pathMatch).set("mapping", mapping);
        return template;
    }

    /** Texts below a path are keywords; without this they would be texts with a keyword beside them. */
    static ObjectNode textTemplate(String pathMatch, Collection<String> copies) {
        ObjectNode template = Json.MAPPER.createObjectNode();
        ObjectNode body = template.putObject(pathMatch).put("path_match", pathMatch);
        ObjectNode mapping = body.put("match_mapping_type", "string").putObject("mapping");
        putKeyword(mapping.put("type", "keyword"), null);
        if (!copies.isEmpty()) {
            copyTo(mapping, copies);
        }
        return template;
    }

    static void copyTo(ObjectNode mapping, Collection<String> targets) {
        ArrayNode array = mapping.putArray("copy_to");
        targets.stream().sorted().forEach(array::add);
    }
}
