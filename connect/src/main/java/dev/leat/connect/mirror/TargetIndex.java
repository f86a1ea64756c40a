package dev.leat.connect.mirror;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The index that is written: there, with a mapping for what the mirror keeps in every document.
 *
 * @param uuid tells this index from a later one of the same name; empty in a dry run when there is none
 */
record TargetIndex(String name, String uuid, Documents documents) {

    /** What the index may hold. */
    enum Documents {
        /** Anything. */
        MAYBE,
        /** Nothing: it is not there, or was made just now. */
        NONE
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(TargetIndex.class);

    /** The hash and the scope are read back in bulk and never searched for. */
    private static final String PROPERTIES = """
            {"properties":{"_leat":{"properties":{
              "hash":{"type":"keyword","index":false,"doc_values":true},
              "scope":{"type":"keyword","index":false,"doc_values":true}}}}}
            """;

    /** Finds the index, and unless it is a dry run, creates it or adds what its mapping lacks. */
    static TargetIndex prepare(Cluster cluster, String name, RunMode mode, Security security, Stamp stamp) {
        Optional<JsonNode> found = find(cluster, name);
        Documents documents = Documents.MAYBE;
        if (found.isEmpty()) {
            if (mode == RunMode.DRY_RUN) {
                return new TargetIndex(name, "", Documents.NONE);
            }
            Indices.Presence presence = new Indices(cluster).createIfAbsent(name, "{\"mappings\":" + PROPERTIES + "}");
            documents = presence == Indices.Presence.CREATED ? Documents.NONE : Documents.MAYBE;
            found = find(cluster, name);
        }
        JsonNode index = found.orElseThrow(() -> new ConfigException(
                "index", "'" + name + "' was deleted in the moment in which it was created; run it again"));
        boolean mapped =
                isMapped(name, index.path("mappings").path("properties").path(DocumentEncoder.OWN_FIELD));
        if (!mapped && mode == RunMode.WRITE) {
            new Indices(cluster).putMapping(name, PROPERTIES);
        }
        if (security == Security.DOCUMENT_LEVEL) {
            Optional<String> mapping = AccessMapping.missing(name, index.path("mappings"));
            if (mode == RunMode.WRITE) {
                mapping.ifPresent(text -> new Indices(cluster).putMapping(name, text));
            }
        }
        if (mode == RunMode.WRITE) {
            StampMapping.missing(stamp, index.path("mappings")).ifPresent(text -> improve(cluster, name, text));
        }
        return new TargetIndex(
                name, index.path("settings").path("index").path("uuid").asString(""), documents);
    }

    /** Whether there is nothing in it that this run could find. */
    boolean isEmpty() {
        return documents == Documents.NONE;
    }

    /** Whoever may write but not map can go on: Elasticsearch maps by itself then, as it would have done. */
    private static void improve(Cluster cluster, String name, String mapping) {
        try {
            new Indices(cluster).putMapping(name, mapping);
        } catch (RejectedException e) {
            LOGGER.debug("The mapping of index '{}' stays as it is: {}", name, e.getMessage());
        }
    }

    boolean isAbsent() {
        return uuid.isEmpty();
    }

    private static Optional<JsonNode> find(Cluster cluster, String name) {
        Response response =
                cluster.perform(Request.read("GET", "/" + Request.segment(name)).expecting(404));
        if (response.status() == 404) {
            return Optional.empty();
        }
        JsonNode indices = response.json();
        if (indices.size() != 1) {
            throw new ConfigException(
                    "index", "'" + name + "' stands for " + indices.size() + " indices; name one of them");
        }
        JsonNode index = indices.values().iterator().next();
        if (index.has("data_stream")) {
            throw new ConfigException(
                    "index", "'" + name + "' is a data stream, whose documents cannot be replaced; name an index");
        }
        return Optional.of(index);
    }

    /** Whether both fields are mapped as they must be; an error when one is mapped otherwise. */
    private static boolean isMapped(String name, JsonNode own) {
        boolean complete = true;
        for (String field : new String[] {"hash", "scope"}) {
            JsonNode mapping = own.path("properties").path(field);
            if (mapping.isMissingNode()) {
                complete = false;
            } else if (!mapping.path("type").asString("").equals("keyword")
                    || !mapping.path("doc_values").asBoolean(true)) {
                throw new ConfigException(
                        "index",
                        "'%s' maps the field %s.%s as %s, but it must be a keyword with doc values; mirror into another index"
                                .formatted(
                                        name,
                                        DocumentEncoder.OWN_FIELD,
                                        field,
                                        mapping.path("type").asString("object")));
            }
        }
        return complete;
    }
}
