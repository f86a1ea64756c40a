package dev.leat.datastore.update;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import java.net.URI;
import java.security.SecureRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A collection of sightings of its own for one test. */
final class UpdateFixture {

    static final DocumentType<Sighting> TYPE = DocumentType.of(Sighting.class);

    private final TestElasticsearch node;
    private final String collection;

    UpdateFixture(TestElasticsearch node) {
        this.node = node;
        this.collection = node.uniqueIndex("sightings");
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("settings").put("number_of_replicas", 0);
        body.set("mappings", TYPE.mapping());
        body.putObject("aliases").putObject(collection);
        node.put("/" + index(), body.toString()).orFail();
    }

    String collection() {
        return collection;
    }

    /** The concrete index. */
    String index() {
        return collection + "-g0001";
    }

    /** A connection to the node itself, or to what stands in front of it. */
    static Cluster connect(URI url) {
        return Cluster.connect(url.toString(), Credentials.none());
    }

    /** Updates of another process, as far as anyone can tell. */
    Updates<Sighting> updates(Cluster cluster) {
        return new Updates<>(cluster, collection, TYPE, new OperationIds(new SecureRandom()));
    }

    void save(String id, String json) {
        node.put("/" + index() + "/_doc/" + id, json).orFail();
    }

    void delete(String id) {
        node.delete("/" + index() + "/_doc/" + id).orFail();
    }

    /** A document as it is stored, without what is hidden. */
    JsonNode source(String id) {
        ObjectNode source = (ObjectNode) Json.MAPPER
                .readTree(node.get("/" + index() + "/_doc/" + id).orFail().body())
                .get("_source");
        source.remove("_leat");
        return source;
    }

    JsonNode hidden(String id) {
        return Json.MAPPER
                .readTree(node.get("/" + index() + "/_doc/" + id).orFail().body())
                .path("_source")
                .path("_leat");
    }
}
