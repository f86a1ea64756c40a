package dev.leat.datastore.schema;

import dev.leat.datastore.schema.PlanLine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares the mapping of an index with the one that is wanted, field by field. A parameter that is left out counts as
 * having its default, for Elasticsearch gives back only what differs from that.
 */
final class MappingDiff {

    /** Parameters that Elasticsearch changes on a live index; what is stored already keeps the old ones until a reindex. */
    private static final Set<String> CHANGEABLE = Set.of(
            "ignore_above",
            "copy_to",
            "meta",
            "ignore_malformed",
            "coerce",
            "search_analyzer",
            "search_quote_analyzer",
            "eager_global_ordinals",
            "fielddata",
            "dynamic",
            "depth_limit");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("index", "true"),
            Map.entry("doc_values", "true"),
            Map.entry("store", "false"),
            Map.entry("enabled", "true"),
            Map.entry("coerce", "true"),
            Map.entry("ignore_malformed", "false"),
            Map.entry("eager_global_ordinals", "false"),
            Map.entry("fielddata", "false"),
            Map.entry("analyzer", "default"),
            Map.entry("similarity", "BM25"),
            Map.entry("include_in_parent", "false"),
            Map.entry("include_in_root", "false"),
            Map.entry("split_queries_on_whitespace", "false"),
            Map.entry("depth_limit", "20"),
            Map.entry("ignore_above", "2147483647"),
            Map.entry("format", "strict_date_optional_time||epoch_millis"),
            Map.entry("ignore_z_value", "true"));

    private final List<PlanLine> lines = new ArrayList<>();

    private MappingDiff() {}

    /** The differences, ordered by path. */
    static List<PlanLine> between(JsonNode live, JsonNode wanted) {
        MappingDiff diff = new MappingDiff();
        diff.root(live, wanted, "dynamic", "true");
        diff.root(live, wanted, "dynamic_templates", "[]");
        boolean open = isOpen(wanted, true);
        diff.properties("", live.path("properties"), wanted.path("properties"), open);
        return diff.lines;
    }

    private void root(JsonNode live, JsonNode wanted, String name, String absent) {
        String before = live.has(name) ? text(live.path(name)) : absent;
        String after = wanted.has(name) ? text(wanted.path(name)) : absent;
        if (!before.equals(after)) {
            boolean brief = before.length() + after.length() < 80;
            lines.add(new PlanLine(
                    Kind.CHANGED, "(" + name + ")", brief ? before + " -> " + after : "other templates", Cost.FREE));
        }
    }

    /** Whether an object takes fields that its mapping does not name. */
    private static boolean isOpen(JsonNode wanted, boolean inherited) {
        return wanted.has("dynamic") ? wanted.path("dynamic").asString("").equals("true") : inherited;
    }

    /** @param open whether fields that only the index has came by themselves, and so are none that are not wanted */
    private void properties(String parent, JsonNode live, JsonNode wanted, boolean open) {
        Set<String> names = new TreeSet<>(live.propertyNames());
        names.addAll(wanted.propertyNames());
        for (String name : names) {
            boolean own = parent.equals("_leat") || (parent.isEmpty() && name.equals("_leat"));
            if (wanted.has(name) || !(open || own)) {
                field(parent.isEmpty() ? name : parent + "." + name, live.get(name), wanted.get(name), open);
            }
        }
    }

    private void field(String path, @Nullable JsonNode live, @Nullable JsonNode wanted, boolean open) {
        if (live == null && wanted != null) {
            added(path, wanted);
        } else if (wanted == null && live != null) {
            lines.add(new PlanLine(
                    Kind.REMOVED, path, type(live) + ", stays readable until a reindex leaves it behind", Cost.LOSSY));
        } else if (live != null && wanted != null) {
            both(path, live, wanted, open);
        }
    }

    private void added(String path, JsonNode wanted) {
        JsonNode properties = wanted.path("properties");
        if (properties.isEmpty() || type(wanted).equals("nested")) {
            lines.add(new PlanLine(Kind.ADDED, path, type(wanted), Cost.FREE));
        }
        properties.properties().forEach(child -> added(path + "." + child.getKey(), child.getValue()));
    }

    private void both(String path, JsonNode live, JsonNode wanted, boolean open) {
        if (!type(live).equals(type(wanted))) {
            lines.add(new PlanLine(Kind.CHANGED, path, type(live) + " -> " + type(wanted), Cost.NEEDS_REINDEX));
            return;
        }
        Map<String, String> before = parameters(live);
        Map<String, String> after = parameters(wanted);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            parameter(path, type(live), name, before.get(name), after.get(name));
        }
        subFields(path, live.path("fields"), wanted.path("fields"));
        properties(path, live.path("properties"), wanted.path("properties"), isOpen(wanted, open));
    }

    private void parameter(String path, String type, String name, @Nullable String live, @Nullable String wanted) {
        String absent = absent(type, name);
        String before = live == null ? absent : live;
        String after = wanted == null ? absent : wanted;
        if (Objects.equals(before, after)) {
            return;
        }
        boolean normsOff = name.equals("norms") && after.equals("false");
        Cost cost = CHANGEABLE.contains(name) || normsOff ? Cost.FREE : Cost.NEEDS_REINDEX;
        String later = cost == Cost.FREE ? ", for what is written from now on" : "";
        lines.add(new PlanLine(Kind.CHANGED, path, name + " " + before + " -> " + after + later, cost));
    }

    private static String absent(String type, String name) {
        if (name.equals("norms")) {
            return type.equals("text") ? "true" : "false";
        }
        return DEFAULTS.getOrDefault(name, "none");
    }

    /** A field may be indexed in several ways: adding one is free, and what is stored does not depend on any. */
    private void subFields(String path, JsonNode live, JsonNode wanted) {
        Set<String> names = new TreeSet<>(live.propertyNames());
        names.addAll(wanted.propertyNames());
        for (String name : names) {
            String sub = path + "." + name;
            JsonNode before = live.get(name);
            JsonNode after = wanted.get(name);
            if (before == null && after != null) {
                String message = type(after) + ", for what is written from now on";
                lines.add(new PlanLine(Kind.ADDED, sub, message, Cost.FREE));
            } else if (after == null) {
                lines.add(new PlanLine(Kind.CHANGED, sub, "not wanted any more, kept until a reindex", Cost.FREE));
            } else if (before != null) {
                both(sub, before, after, false);
            }
        }
    }

    private static Map<String, String> parameters(JsonNode field) {
        Map<String, String> parameters = new TreeMap<>();
        field.properties().forEach(property -> {
            String name = property.getKey();
            if (!name.equals("type") && !name.equals("properties") && !name.equals("fields")) {
                parameters.put(name, text(property.getValue()));
            }
        });
        return parameters;
    }

    private static String type(JsonNode field) {
        return field.path("type").asString("object");
    }

    private static String text(JsonNode value) {
        if (value.isArray() && value.size() == 1 && value.get(0).isValueNode()) {
            return text(value.get(0));
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
