package dev.leat.app.scan;

import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields that a table of an index has a column for: the leaves of its mapping. What Elasticsearch does not look into,
 * or keeps apart ({@code nested}, {@code flattened}, {@code enabled: false}), is one leaf; an {@code alias} is none, for no
 * source holds it.
 */
public final class MappedFields {

    private MappedFields() {}

    /** The leaves of all indices that the expression names, in the order of the alphabet. */
    static List<String> of(Cluster cluster, String index) {
        JsonNode indices = cluster.perform(Request.read("GET", "/" + Request.segment(index) + "/_mapping"))
                .json();
        Set<String> leaves = new TreeSet<>();
        indices.forEach(one -> collect("", one.path("mappings"), leaves));
        return List.copyOf(leaves);
    }

    /** The columns of a table: all leaves, or those that were asked for. */
    public static List<String> columns(Cluster cluster, String index, @Nullable List<String> wanted) {
        List<String> leaves = of(cluster, index);
        return wanted == null ? leaves : chosen(leaves, wanted);
    }

    /** Those of them that were asked for, in the order in which they were; a name that is not mapped is a column too. */
    static List<String> chosen(List<String> leaves, List<String> wanted) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String name : wanted) {
            Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
            List<String> found = leaves.stream()
                    .filter(leaf -> pattern.matcher(leaf).matches() || leaf.startsWith(name + "."))
                    .toList();
            chosen.addAll(found.isEmpty() && !name.contains("*") ? List.of(name) : found);
        }
        return List.copyOf(chosen);
    }

    private static void collect(String path, JsonNode mapping, Set<String> leaves) {
        mapping.path("properties").properties().forEach(property -> {
            String name = path + property.getKey();
            JsonNode field = property.getValue();
            boolean inner = field.has("properties")
                    && field.path("type").asString("object").equals("object")
                    && field.path("enabled").asBoolean(true);
            if (inner) {
                collect(name + ".", field, leaves);
            } else if (!field.path("type").asString("").equals("alias")) {
                leaves.add(name);
            }
        });
    }
}
