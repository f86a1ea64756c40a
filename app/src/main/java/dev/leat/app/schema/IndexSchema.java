package dev.leat.app.schema;

import dev.leat.app.file.AtomicFile;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an index is made: its settings, mapping and aliases, in the form that the create-index API takes.
 *
 * @param body {@code {"settings","mappings","aliases"}}
 */
public record IndexSchema(ObjectNode body) {

    /** Settings that belong to one index on one cluster, and are not to be taken along. */
    private static final List<String> NOT_PORTABLE = List.of(
            "blocks",
            "creation_date",
            "history",
            "lifecycle",
            "provided_name",
            "resize",
            "routing",
            "shard_limit",
            "store",
            "transport_version",
            "uuid",
            "verified_before_close",
            "version");

    /** Nothing but what Elasticsearch does by itself. */
    public static IndexSchema empty() {
        return new IndexSchema(Json.MAPPER.createObjectNode());
    }

    /**
     * The schema of an index.
     *
     * @throws ConfigException when the name stands for several indices
     */
    public static IndexSchema of(Cluster cluster, String index) {
        JsonNode found = cluster.perform(Request.read("GET", "/" + Request.segment(index)))
                .json();
        if (found.size() != 1) {
            throw new ConfigException(
                    "--schema",
                    "'" + index + "' stands for " + found.size() + " indices; a schema is that of one index");
        }
        Entry<String, JsonNode> only = found.properties().iterator().next();
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode settings = ((ObjectNode) only.getValue().path("settings")).deepCopy();
        if (settings.get("index") instanceof ObjectNode ofIndex) {
            ofIndex.remove(NOT_PORTABLE);
        }
        body.set("settings", settings);
        body.set("mappings", only.getValue().path("mappings"));
        body.set("aliases", only.getValue().path("aliases"));
        return new IndexSchema(body);
    }

    /**
     * Reads a schema that {@link #write} has written, or that somebody has written by hand.
     *
     * @throws ConfigException when it is none
     */
    public static IndexSchema read(Path file) throws IOException {
        try {
            if (Json.MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode body
                    && (body.has("mappings") || body.has("settings"))) {
                return new IndexSchema(body);
            }
        } catch (JacksonException e) {
            throw new ConfigException(file.toString(), "is no schema: not JSON");
        }
        throw new ConfigException(
                file.toString(), "is no schema: it has neither mappings nor settings; 'leat scan --schema' writes one");
    }

    /** Writes the schema, whole or not at all. */
    public void write(Path file) throws IOException {
        try (AtomicFile written = AtomicFile.open(file)) {
            written.out().write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
            written.out().write('\n');
            written.complete();
        }
    }

    /** The same without an alias. */
    public IndexSchema withoutAlias(String alias) {
        ObjectNode changed = body.deepCopy();
        if (changed.get("aliases") instanceof ObjectNode aliases) {
            aliases.remove(alias);
        }
        return new IndexSchema(changed);
    }

    /** The names of its aliases. */
    public List<String> aliases() {
        return List.copyOf(body.path("aliases").propertyNames());
    }
}
