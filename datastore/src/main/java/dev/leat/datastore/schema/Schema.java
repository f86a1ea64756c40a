package dev.leat.datastore.schema;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the index of a collection is to look like. Each index carries the schema that it was last brought in line with in
 * the {@code _meta} of its mapping.
 *
 * @param mapping as Elasticsearch takes it, without {@code _meta}; not to be changed
 */
public record Schema(String collection, ObjectNode mapping, Layout layout) {

    private static final String LIBRARY_VERSION = "0.1.0";

    public Schema {
        Generation.requireName(collection);
        mapping = mapping.deepCopy();
        mapping.remove("_meta");
    }

    public static Schema of(String collection, DocumentType<?> type, Layout layout) {
        return new Schema(collection, type.mapping(), layout);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws ConfigException when it is something else
     */
    public static Schema parse(byte[] json) {
        return parse(read(json));
    }

    static Schema parse(JsonNode json) {
        if (!(json.get("mapping") instanceof ObjectNode mapping)
                || !json.path("collection").isString()) {
            throw new ConfigException("schema", "a schema is an object with \"collection\" and \"mapping\"");
        }
        Integer shards = number(json, "shards");
        try {
            Layout layout = new Layout(shards == null ? 1 : shards, number(json, "replicas"));
            return new Schema(json.path("collection").asString(), mapping, layout);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("schema", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Integer number(JsonNode json, String name) {
        JsonNode number = json.path(name);
        if (number.isMissingNode() || number.isNull()) {
            return null;
        }
        if (!number.isInt()) {
            throw new ConfigException("schema", "\"" + name + "\" must be a whole number and not " + number);
        }
        return number.asInt();
    }

    /** The schema that an index records of itself; empty when it is not one of ours. */
    public static Optional<Schema> recorded(JsonNode mappings) {
        JsonNode schema = mappings.path("_meta").path("leat").path("schema");
        return schema.isObject() ? Optional.of(parse(schema)) : Optional.empty();
    }

    /** For review, for other programs, and to be read again by {@link #parse(byte[])}. */
    public byte[] toJson() {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(toNode());
    }

    /** Several schemas in one document. */
    public static byte[] toJson(List<Schema> schemas) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode collections = json.putArray("collections");
        schemas.forEach(schema -> collections.add(schema.toNode()));
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /**
     * Reads one schema or several, as either {@code toJson} wrote them.
     *
     * @throws ConfigException when it is something else
     */
    public static List<Schema> parseAll(byte[] json) {
        JsonNode tree = read(json);
        if (!tree.has("collections")) {
            return List.of(parse(tree));
        }
        if (!tree.path("collections").isArray()) {
            throw new ConfigException("schema", "\"collections\" must be a list of schemas");
        }
        List<Schema> schemas = new ArrayList<>();
        tree.path("collections").forEach(schema -> schemas.add(parse(schema)));
        return schemas;
    }

    private static JsonNode read(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new ConfigException("schema", "it is not JSON: " + e.getOriginalMessage());
        }
    }

    ObjectNode toNode() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("collection", collection);
        json.put("shards", layout.shards());
        if (layout.replicas() != null) {
            json.put("replicas", layout.replicas());
        }
        json.set("mapping", mapping.deepCopy());
        return json;
    }

    public Schema withLayout(Layout layout) {
        return new Schema(collection, mapping, layout);
    }

    /** SHA-256 in hex of the mapping, whatever the order of its keys. */
    public String fingerprint() {
        try {
            byte[] canonical = sorted(mapping).toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> properties = new TreeMap<>();
            object.properties().forEach(property -> properties.put(property.getKey(), sorted(property.getValue())));
            ObjectNode sorted = Json.MAPPER.createObjectNode();
            properties.forEach(sorted::set);
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode sorted = Json.MAPPER.createArrayNode();
            array.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return node;
    }

    /** The mapping with our record in its {@code _meta}. */
    ObjectNode recordedMapping() {
        ObjectNode whole = mapping.deepCopy();
        whole.putObject("_meta")
                .putObject("leat")
                .put("fingerprint", fingerprint())
                .put("version", LIBRARY_VERSION)
                .set("schema", toNode());
        return whole;
    }

    /** Our record alone: put to a live mapping, it changes nothing else. */
    ObjectNode recordOnly() {
        ObjectNode record = Json.MAPPER.createObjectNode();
        record.set("_meta", recordedMapping().get("_meta"));
        return record;
    }

    /** The body of the request that creates a generation of this schema, which no alias of the collection leads to yet. */
    ObjectNode indexBody(Generation generation) {
        ObjectNode body = indexBody();
        body.putObject("aliases").putObject(generation.ownAlias());
        return body;
    }

    /** Settings and mappings of an index of this schema. */
    public ObjectNode indexBody() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode settings = body.putObject("settings");
        settings.put("number_of_shards", layout.shards());
        settings.setAll(replicaSettings());
        body.set("mappings", recordedMapping());
        return body;
    }

    /** Adds to the body what makes the index give vectors back: else a document read and saved again would lose them. */
    public static void keepVectors(ObjectNode body, Cluster cluster) {
        if (DocumentType.hasVectors(body.path("mappings")) && cluster.info().isAtLeast(9, 2)) {
            body.withObject("settings").put("mapping.exclude_source_vectors", false);
        }
    }

    ObjectNode replicaSettings() {
        ObjectNode settings = Json.MAPPER.createObjectNode();
        if (layout.replicas() == null) {
            settings.put("auto_expand_replicas", "0-1");
        } else {
            settings.put("auto_expand_replicas", "false");
            settings.put("number_of_replicas", layout.replicas());
        }
        return settings;
    }
}
