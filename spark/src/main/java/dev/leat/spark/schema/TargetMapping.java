package dev.leat.spark.schema;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the index that is written to says of its fields. Immutable.
 *
 * @param name what was asked for
 * @param index where documents can be read by their ids: the name or, where it stands for several, the index that is
 *     written to
 * @param fields by path
 */
public record TargetMapping(String name, String index, NameKind kind, Map<String, Field> fields)
        implements Serializable {

    /** What a float loses when a vector is brought to length 1 and back, with room to spare. */
    private static final double ROUNDING_OF_FLOATS = 1e-5;

    /** What is lost where the index keeps eight binary digits after the first one. */
    private static final double ROUNDING_OF_SHORT_FLOATS = 1.0 / 256;

    /** What the name stands for. */
    public enum NameKind {
        INDEX,
        ALIAS
    }

    /**
     * One field.
     *
     * @param format of its dates; null when it holds none
     * @param aliasOf the field that it stands for; null for a field of its own
     * @param rounding the part of a number that may be lost where the document does not keep it and the index gives it back;
     *     0 where the document does
     */
    public record Field(
            Kind kind, @Nullable String format, @Nullable String aliasOf, double rounding) implements Serializable {}

    public TargetMapping {
        fields = Map.copyOf(fields);
    }

    /** Of an index that does not say anything. */
    public static TargetMapping unknown(String name) {
        return new TargetMapping(name, name, NameKind.INDEX, Map.of());
    }

    /**
     * Asks the cluster. Needs the privilege {@code view_index_metadata}.
     *
     * @throws ConfigException when there is no such index, or an alias does not say which one it writes to
     */
    public static TargetMapping read(Cluster cluster, String name) {
        JsonNode indices;
        try {
            indices = cluster.perform(Request.read("GET", "/" + Request.segment(name)))
                    .json();
        } catch (RejectedException e) {
            if (e.status() == 404) {
                throw new ConfigException(
                        "index", "there is no index '" + name + "'; make it, with its mapping, before writing to it");
            }
            throw e;
        }
        String index = writeIndex(name, indices);
        JsonNode facts = indices.path(index);
        Map<String, Field> fields = new TreeMap<>();
        MappingReader.read(index, facts.path("mappings"), IndexDefaults.unknown())
                .fields()
                .forEach((path, field) -> {
                    if (!field.isObject()) {
                        fields.put(path, fieldOf(field));
                    }
                });
        boolean alias = facts.path("aliases").has(name);
        boolean stream = facts.path("data_stream").asString("").equals(name);
        String readable = stream || indices.size() > 1 ? index : name;
        return new TargetMapping(name, readable, alias ? NameKind.ALIAS : NameKind.INDEX, fields);
    }

    private static Field fieldOf(Declaration field) {
        return new Field(
                field.kind(),
                field.format().orElse(null),
                field.isAlias() ? field.aliasTarget() : null,
                rounding(field));
    }

    /** From 9.2 on Elasticsearch keeps vectors in the index only. */
    private static double rounding(Declaration field) {
        boolean isShort = field.node().path("element_type").asString("").equals("bfloat16");
        return switch (field.type()) {
            case "dense_vector", "rank_vectors" -> isShort ? ROUNDING_OF_SHORT_FLOATS : ROUNDING_OF_FLOATS;
            case "sparse_vector" -> ROUNDING_OF_SHORT_FLOATS;
            default -> 0;
        };
    }

    private static String writeIndex(String name, JsonNode indices) {
        String last = "";
        boolean stream = false;
        for (Map.Entry<String, JsonNode> index : indices.properties()) {
            last = index.getKey();
            stream |= index.getValue().path("data_stream").asString("").equals(name);
            if (index.getValue()
                    .path("aliases")
                    .path(name)
                    .path("is_write_index")
                    .asBoolean(false)) {
                return last;
            }
        }
        if (indices.size() > 1 && !stream) {
            throw new ConfigException(
                    "index",
                    "the alias '" + name + "' stands for " + indices.size()
                            + " indices, none of which is its write index; name one");
        }
        return last;
    }

    /** Whether there is a field whose numbers the document may not keep. */
    public boolean hasRounding() {
        return fields.values().stream().anyMatch(field -> field.rounding > 0);
    }

    /** The field at a path, if the mapping has it. */
    public Optional<Field> find(String path) {
        return Optional.ofNullable(fields.get(path));
    }
}
