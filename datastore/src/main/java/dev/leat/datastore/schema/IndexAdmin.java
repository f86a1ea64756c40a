package dev.leat.datastore.schema;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done to the indices of one collection. Every call names its index and may be repeated after a crash. Thread-safe;
 * blocks.
 */
final class IndexAdmin {

    /** Beyond this time without a word, an answer to a change of the cluster's state counts as lost. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final String collection;

    IndexAdmin(Cluster cluster, String collection) {
        this.cluster = cluster;
        this.collection = collection;
    }

    /** An index as it is in the cluster. */
    record LiveIndex(String name, JsonNode mappings, JsonNode settings) {

        int shards() {
            return settings.path("index").path("number_of_shards").asInt(1);
        }

        boolean isWriteBlocked() {
            return settings.path("index").path("blocks").path("write").asBoolean(false);
        }
    }

    /**
     * The index behind the collection's alias; null when there is no such alias.
     *
     * @throws ConfigException when the name is taken by an index, or the alias points at several
     */
    @Nullable
    LiveIndex current() {
        Response response = cluster.perform(
                Request.read("GET", "/" + Request.segment(collection)).expecting(404));
        if (response.status() == 404) {
            return null;
        }
        JsonNode indices = response.json();
        if (indices.has(collection)) {
            throw new ConfigException(
                    "collection",
                    "there is an index named " + collection
                            + ", where a collection has an alias of that name; give the "
                            + "collection another name, or move the documents and delete the index");
        }
        if (indices.size() != 1) {
            throw new ConfigException(
                    "collection",
                    "alias " + collection + " points at " + indices.size() + " indices ("
                            + String.join(", ", indices.propertyNames())
                            + "), where a collection has one; remove the others from the alias");
        }
        Map.Entry<String, JsonNode> only = indices.properties().iterator().next();
        return live(only.getKey(), only.getValue());
    }

    /** An index by its own name; null when it is not there. */
    @Nullable
    LiveIndex find(Generation generation) {
        Response response = cluster.perform(
                Request.read("GET", "/" + Request.segment(generation.index())).expecting(404));
        return response.status() == 404
                ? null
                : live(generation.index(), response.json().path(generation.index()));
    }

    private static LiveIndex live(String name, JsonNode index) {
        return new LiveIndex(name, index.path("mappings"), index.path("settings"));
    }

    /** All generations that exist, in order. */
    List<Generation> generations() {
        Response response = cluster.perform(Request.read("GET", "/" + Request.segment(collection) + "-g*")
                .withParameter("expand_wildcards", "all")
                .withParameter("filter_path", "*.settings.index.uuid"));
        return response.json().propertyNames().stream()
                .map(index -> Generation.find(collection, index))
                .flatMap(Optional::stream)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** As {@link #generations}, without indices that only have such a name: whatever they are, they are not ours. */
    List<Generation> ownGenerations() {
        JsonNode found = cluster.perform(Request.read("GET", "/" + Request.segment(collection) + "-g*")
                        .withParameter("expand_wildcards", "all")
                        .withParameter("filter_path", "*.mappings._meta.leat.schema.collection"))
                .json();
        return generations().stream()
                .filter(generation ->
                        recordedCollection(found.path(generation.index())).equals(collection))
                .toList();
    }

    /** The collection whose schema an index records; empty when it records none. */
    static String recordedCollection(JsonNode index) {
        return index.path("mappings")
                .path("_meta")
                .path("leat")
                .path("schema")
                .path("collection")
                .asString("");
    }

    /** Creates an index and whatever aliases the body gives it, at once, unless it exists. */
    Indices.Presence create(Generation generation, ObjectNode body) {
        Schema.keepVectors(body, cluster);
        Request request = Request.of("PUT", "/" + Request.segment(generation.index()), Repeat.IDEMPOTENT)
                .withBody(Body.json(Json.MAPPER.writeValueAsBytes(body)))
                .withTimeout(PATIENCE)
                .expecting(400);
        Response response = cluster.perform(request);
        if (response.isSuccess()) {
            return Indices.Presence.CREATED;
        }
        if (response.error()
                .filter(error -> error.type().equals("resource_already_exists_exception"))
                .isPresent()) {
            return Indices.Presence.PRESENT;
        }
        throw Cluster.rejection(request, response);
    }

    void putMapping(String index, ObjectNode mapping) {
        cluster.perform(Request.of("PUT", "/" + Request.segment(index) + "/_mapping", Repeat.IDEMPOTENT)
                .withBody(Body.json(Json.MAPPER.writeValueAsBytes(mapping))));
    }

    void putSettings(String index, ObjectNode settings) {
        cluster.perform(Request.of("PUT", "/" + Request.segment(index) + "/_settings", Repeat.IDEMPOTENT)
                .withBody(Body.json(Json.MAPPER.writeValueAsBytes(settings))));
    }

    /** Whether an index records the number of copies that a schema wants; true for one that records nothing. */
    boolean recordsReplicas(LiveIndex live, Schema wanted) {
        return Schema.recorded(live.mappings())
                .filter(recorded -> !Objects.equals(
                        recorded.layout().replicas(), wanted.layout().replicas()))
                .isEmpty();
    }

    /** Brings the record in line too, so that a comparison with it does not find the change of before. Under a lease. */
    void recordReplicas(LiveIndex live, Schema wanted) {
        Schema recorded = Schema.recorded(live.mappings()).orElse(wanted);
        Layout layout = new Layout(recorded.layout().shards(), wanted.layout().replicas());
        putMapping(live.name(), recorded.withLayout(layout).recordOnly());
        putSettings(live.name(), wanted.replicaSettings());
    }

    /**
     * Refuses writes to an index, and returns when none is under way any more. A block that is there already says nothing
     * about writes under way, so that it is set anew.
     */
    void blockWrites(Generation generation) {
        if (block(generation)) {
            return;
        }
        unblockWrites(generation);
        if (!block(generation)) {
            throw new UnavailableException(
                    "index " + generation
                            + " could not be blocked for writes on all its shards; is the cluster's health "
                            + "at least yellow?",
                    null);
        }
    }

    private boolean block(Generation generation) {
        String path = "/" + Request.segment(generation.index()) + "/_block/write";
        Request request = Request.of("PUT", path, Repeat.IDEMPOTENT).withTimeout(PATIENCE);
        JsonNode answer = cluster.perform(request).json();
        boolean acknowledged = answer.path("acknowledged").asBoolean(false);
        boolean everywhere = answer.path("shards_acknowledged").asBoolean(false);
        return acknowledged && everywhere;
    }

    void unblockWrites(Generation generation) {
        putSettings(generation.index(), Json.MAPPER.createObjectNode().putNull("index.blocks.write"));
    }

    /**
     * Points the alias from one generation to another in one step; does nothing when it points there already.
     *
     * @throws ConfigException when it points at neither
     */
    void swap(Generation from, Generation to) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode actions = body.putArray("actions");
        actions.addObject()
                .putObject("remove")
                .put("index", from.index())
                .put("alias", collection)
                .put("must_exist", true);
        actions.addObject().putObject("add").put("index", to.index()).put("alias", collection);
        changeAliases(body, to);
    }

    /** Points the alias at a new generation and removes an old one in the same step. */
    void swapAndRemove(Generation from, Generation to) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode actions = body.putArray("actions");
        actions.addObject().putObject("add").put("index", to.index()).put("alias", collection);
        actions.addObject().putObject("remove_index").put("index", from.index());
        changeAliases(body, to);
    }

    private void changeAliases(ObjectNode body, Generation to) {
        Request request = Request.of("POST", "/_aliases", Repeat.IDEMPOTENT)
                .withBody(Body.json(Json.MAPPER.writeValueAsBytes(body)))
                .withTimeout(PATIENCE)
                .expecting(404);
        Response response = cluster.perform(request);
        if (response.isSuccess()) {
            return;
        }
        LiveIndex now = current();
        if (now == null || !now.name().equals(to.index())) {
            throw new ConfigException(
                    "collection",
                    "alias " + collection + " could not be pointed at " + to + ": "
                            + response.error().map(error -> error.reason()).orElse("404")
                            + (now == null ? "" : "; it points at " + now.name()));
        }
    }

    /** Removes an index if it is there. Never one that the alias points at. */
    void delete(Generation generation) {
        LiveIndex current = current();
        if (current != null && current.name().equals(generation.index())) {
            throw new OutcomeUnknownException(
                    "index " + generation + " was to be removed, but collection " + collection
                            + " uses it: somebody else has changed the alias",
                    null);
        }
        cluster.perform(Request.of("DELETE", "/" + Request.segment(generation.index()), Repeat.IDEMPOTENT)
                .withTimeout(PATIENCE)
                .expecting(404));
    }

    void refresh(String index) {
        new Indices(cluster).refresh(index);
    }

    /** Writes everything to the disks, and makes it visible to searches. */
    void commit() {
        JsonNode shards = cluster.perform(Request.of("POST", "/" + Request.segment(collection) + "/_flush", Repeat.READ)
                        .withTimeout(PATIENCE))
                .json()
                .path("_shards");
        if (shards.path("failed").asInt(0) > 0) {
            throw new UnavailableException(
                    "collection " + collection + ": " + shards.path("failed").asInt()
                            + " shards failed to flush; see the " + "cluster's health",
                    null);
        }
        refresh(collection);
    }

    /** The sum over all primary shards of the highest sequence number: it grows with every write. */
    long sequence(Generation generation) {
        JsonNode shards = cluster.perform(Request.read("GET", "/" + Request.segment(generation.index()) + "/_stats")
                        .withParameter("level", "shards")
                        .withParameter("filter_path", "indices.*.shards"))
                .json()
                .path("indices")
                .path(generation.index())
                .path("shards");
        long sum = 0;
        for (JsonNode copies : shards) {
            long highest = -1;
            for (JsonNode copy : copies) {
                highest =
                        Math.max(highest, copy.path("seq_no").path("max_seq_no").asLong(-1));
            }
            sum += highest + 1;
        }
        return sum;
    }
}
