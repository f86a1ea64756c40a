package dev.leat.spark.schema;

import dev.leat.spark.schema.Search.Doubt;
import dev.leat.spark.schema.Search.Family;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the mapping of one index apart. Used once. */
final class MappingReader {

    /** Under which new fields are not indexed, so that a document may hold what the index does not. */
    private static final Set<String> NOT_INDEXING = Set.of("false", "runtime");

    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("keyword", Family.KEYWORD),
            Map.entry("byte", Family.WHOLE),
            Map.entry("short", Family.WHOLE),
            Map.entry("integer", Family.WHOLE),
            Map.entry("long", Family.WHOLE),
            Map.entry("float", Family.FLOAT),
            Map.entry("half_float", Family.HALF_FLOAT),
            Map.entry("double", Family.DOUBLE),
            Map.entry("boolean", Family.BOOLEAN),
            Map.entry("date", Family.DATE),
            Map.entry("date_nanos", Family.DATE_NANOS),
            Map.entry("ip", Family.IP),
            Map.entry("text", Family.PRESENCE));

    private final String index;
    private final JsonNode mapping;
    private final IndexDefaults defaults;
    private final Map<String, Declaration> fields = new LinkedHashMap<>();
    private final Map<String, String> dynamics = new HashMap<>();
    private final Set<String> copied = new HashSet<>();

    private MappingReader(String index, JsonNode mapping, IndexDefaults defaults) {
        this.index = index;
        this.mapping = mapping;
        this.defaults = defaults;
    }

    static IndexMapping read(String index, JsonNode mapping, IndexDefaults defaults) {
        MappingReader reader = new MappingReader(index, mapping, defaults);
        reader.readObject("", mapping, mapping.path("dynamic").asString("true"));
        reader.readRuntime();
        reader.fields.replaceAll((path, field) -> reader.withCopies(path, field));
        return new IndexMapping(index, reader.fields, reader.dynamics);
    }

    private void readObject(String path, JsonNode object, String dynamic) {
        dynamics.put(path, dynamic);
        for (Map.Entry<String, JsonNode> entry : object.path("properties").properties()) {
            JsonNode node = entry.getValue();
            String type = node.path("type").asString(Declaration.OBJECT);
            Declaration field = new Declaration(index, path, entry.getKey(), type, node, Search.none());
            node.path("copy_to").forEach(target -> copied.add(target.asString("")));
            if (node.path("copy_to").isString()) {
                copied.add(node.path("copy_to").asString());
            }
            if (field.isObject()) {
                fields.put(field.path(), field);
                readObject(field.path(), node, node.path("dynamic").asString(dynamic));
            } else {
                fields.put(field.path(), field.withSearch(search(field, dynamic)));
                if (field.isOpaqueObject()) {
                    boolean enabled = node.path("enabled").asBoolean(true);
                    dynamics.put(field.path(), enabled ? node.path("dynamic").asString(dynamic) : "false");
                }
            }
        }
    }

    /** Fields that are computed from the document when searched for; those of a script are not in the document. */
    private void readRuntime() {
        for (Map.Entry<String, JsonNode> entry : mapping.path("runtime").properties()) {
            String path = entry.getKey();
            Declaration hidden = fields.get(path);
            if (hidden != null) {
                fields.put(path, hidden.withSearch(Search.none()));
            } else if (entry.getValue().path("script").isMissingNode()) {
                String parent = parentOf(path);
                String name = parent.isEmpty() ? path : path.substring(parent.length() + 1);
                String type = entry.getValue().path("type").asString("");
                fields.put(path, new Declaration(index, parent, name, type, entry.getValue(), Search.none()));
            }
        }
    }

    private String parentOf(String path) {
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            @Nullable Declaration parent = fields.get(path.substring(0, dot));
            if (parent != null && parent.isObject()) {
                return parent.path();
            }
        }
        return "";
    }

    private Search search(Declaration field, String dynamic) {
        JsonNode node = field.node();
        Family family = FAMILIES.getOrDefault(field.type(), Family.NONE);
        boolean indexed = node.path("index").asBoolean(true);
        boolean filteredSource = !mapping.path("_source").path("includes").isEmpty()
                || !mapping.path("_source").path("excludes").isEmpty();
        if (!indexed || filteredSource || NOT_INDEXING.contains(dynamic) || node.has("script")) {
            return Search.none();
        }
        if (family == Family.KEYWORD && node.has("normalizer")) {
            family = Family.PRESENCE;
        }
        if (family == Family.DATE || family == Family.DATE_NANOS) {
            String format = field.format().orElse("");
            family = DateFormats.isCertain(format) ? family : Family.PRESENCE;
        }
        Search search = new Search(field.path(), family, Set.of());
        if (node.hasNonNull("null_value")) {
            search = search.withDoubt(Doubt.EXTRA_VALUES);
        }
        if (node.has("ignore_above")
                || node.path("ignore_malformed").asBoolean(false)
                || defaults.mayIgnore(field.type(), node.has("ignore_malformed"))) {
            search = search.withDoubt(Doubt.IGNORED_VALUES);
        }
        boolean docValues =
                !field.type().equals("text") && node.path("doc_values").asBoolean(true);
        return docValues ? search : search.withDoubt(Doubt.NO_DOC_VALUES);
    }

    private Declaration withCopies(String path, Declaration field) {
        boolean mayBeCopiedTo = copied.contains(path) && field.search().family() != Family.NONE;
        return mayBeCopiedTo ? field.withSearch(field.search().withDoubt(Doubt.EXTRA_VALUES)) : field;
    }
}
