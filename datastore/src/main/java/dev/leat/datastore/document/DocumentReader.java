package dev.leat.datastore.document;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.WholeDocuments;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads documents by id. Such reads are realtime: they see every write that was acknowledged, refreshed or not.
 * Thread-safe; blocks.
 */
final class DocumentReader {

    /** Documents of one request: with documents of 10 kB an answer of 5 MB. */
    private static final int AT_ONCE = 500;

    /** By which a shard says that it is away or has no room. */
    private static final Set<String> PASSING = Set.of(
            "circuit_breaking_exception",
            "connect_transport_exception",
            "es_rejected_execution_exception",
            "illegal_index_shard_state_exception",
            "index_shard_closed_exception",
            "index_shard_not_started_exception",
            "no_shard_available_action_exception",
            "node_closed_exception",
            "node_disconnected_exception",
            "node_not_connected_exception",
            "receive_timeout_transport_exception",
            "shard_not_found_exception",
            "unavailable_shards_exception");

    private final Cluster cluster;
    private final WholeDocuments documents;
    private final String collection;
    private final @Nullable Admission scope;

    DocumentReader(Cluster cluster, String collection) {
        this(cluster, collection, null);
    }

    /** @param scope documents that it does not admit are not there; null when all are */
    DocumentReader(Cluster cluster, String collection, @Nullable Admission scope) {
        this.cluster = cluster;
        this.documents = new WholeDocuments(cluster);
        this.collection = collection;
        this.scope = scope;
    }

    /** The document of the collection; null when there is none. */
    @Nullable
    StoredBytes find(String id) {
        return find(collection, id);
    }

    /** The document of one concrete index, or of the collection; null when there is none, or no such index. */
    @Nullable
    StoredBytes find(String index, String id) {
        Request request = Request.read("GET", "/" + Request.segment(index) + "/_doc/" + Request.segment(id))
                .expecting(404);
        Response response = documents.perform(request);
        if (response.status() == 404) {
            requireAbsent(index, request, response);
            return null;
        }
        return admitted(parse(response.body()));
    }

    private @Nullable StoredBytes admitted(@Nullable StoredBytes found) {
        return found == null || scope == null || scope.admits(found.tree()) ? found : null;
    }

    boolean exists(String id) {
        if (scope != null) {
            return find(id) != null;
        }
        Request request = Request.read("GET", "/" + Request.segment(collection) + "/_doc/" + Request.segment(id))
                .withParameter("_source", "false")
                .expecting(404);
        Response response = cluster.perform(request);
        if (response.status() == 404) {
            requireAbsent(collection, request, response);
            return false;
        }
        return true;
    }

    /** A 404 says that there is no document only if Elasticsearch says so: a proxy without a node answers 404, too. */
    private void requireAbsent(String index, Request request, Response response) {
        ElasticError error = response.error().orElse(null);
        if (error == null) {
            if (!says(response, "found", "false")) {
                throw Cluster.rejection(request, response);
            }
            return;
        }
        if (!error.type().equals("index_not_found_exception")) {
            throw Cluster.rejection(request, response);
        }
        if (index.equals(collection)) {
            throw new MissingCollectionException(collection);
        }
    }

    /** Whether an answer is JSON with that value. */
    static boolean says(Response response, String field, String value) {
        try {
            return response.json().path(field).asString("").equals(value);
        } catch (JacksonException notElasticsearch) {
            return false;
        }
    }

    private StoredBytes parse(byte[] body) {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            json.nextToken();
            StoredBytes document = document(json, body, body.length);
            if (document == null) {
                throw new IllegalStateException("Elasticsearch answered 200 to a get without a document");
            }
            return document;
        }
    }

    /** The documents in the order of the ids; null for one that is not there. */
    List<@Nullable StoredBytes> findAll(List<String> ids) {
        return many(ids, "true");
    }

    /** As {@link #findAll}, for what is there and what not: without the sources, unless they must be judged. */
    List<@Nullable StoredBytes> look(List<String> ids) {
        return many(ids, scope == null ? "false" : "true");
    }

    private List<@Nullable StoredBytes> many(List<String> ids, String source) {
        List<@Nullable StoredBytes> found = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            Request request = Request.read("POST", "/" + Request.segment(collection) + "/_mget")
                    .withParameter("_source", source)
                    .withBody(Body.json(ids(part)))
                    .expecting(404);
            found.addAll(many(request, part.size()));
        }
        return found;
    }

    /** The documents in the order of the places; null for one that is not there, nor its index. */
    List<@Nullable StoredBytes> findAt(List<Place> places, String source) {
        List<@Nullable StoredBytes> found = new ArrayList<>(places.size());
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            List<Place> part = places.subList(from, Math.min(places.size(), from + AT_ONCE));
            Request request = Request.read("POST", "/_mget")
                    .withParameter("_source", source)
                    .withBody(Body.json(places(part)));
            found.addAll(many(request, part.size()));
        }
        return found;
    }

    /** Asks again while a shard is away or has no room: for a single get Elasticsearch says so by its status. */
    private List<@Nullable StoredBytes> many(Request request, int expected) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        long start = cluster.waiter().nanoTime();
        for (int retry = 0; ; retry++) {
            Response response = documents.perform(request);
            if (response.status() == 404) {
                requireAbsent(collection, request, response);
            }
            try {
                return parseMany(response.body(), expected);
            } catch (UnavailableException e) {
                Duration pause = policy.backoff().delay(retry, ThreadLocalRandom.current());
                if (!policy.allows(Duration.ofNanos(cluster.waiter().nanoTime() - start), pause)) {
                    throw e;
                }
                sleep(pause);
            }
        }
    }

    private void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("reading documents of collection " + collection, e);
        }
    }

    private static byte[] ids(List<String> ids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("ids");
            ids.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static byte[] places(List<Place> places) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode docs = body.putArray("docs");
        places.forEach(place -> docs.addObject().put("_index", place.index()).put("_id", place.id()));
        return Json.MAPPER.writeValueAsBytes(body);
    }

    private List<@Nullable StoredBytes> parseMany(byte[] body, int expected) {
        List<@Nullable StoredBytes> documents = new ArrayList<>(expected);
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean docs = json.currentName().equals("docs");
                JsonToken value = json.nextToken();
                if (!docs || value != JsonToken.START_ARRAY) {
                    json.skipChildren();
                    continue;
                }
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    documents.add(admitted(document(json, body, -1)));
                }
            }
        }
        if (documents.size() != expected) {
            throw new IllegalStateException("Elasticsearch answered " + documents.size() + " of " + expected
                    + " documents of collection " + collection);
        }
        return documents;
    }

    /**
     * Reads one document whose object has just begun; null when it says that there is none.
     *
     * @param end where the answer ends if the document is all of it: its source, which comes last, is then not parsed
     *     here; -1 when more follows
     */
    private @Nullable StoredBytes document(JsonParser json, byte[] body, int end) {
        String index = "";
        String id = "";
        boolean found = false;
        long version = 0;
        long seqNo = 0;
        long primaryTerm = 0;
        int from = 0;
        int length = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "_index" -> index = json.getString();
                case "_id" -> id = json.getString();
                case "found" -> found = json.getBooleanValue();
                case "_version" -> version = json.getLongValue();
                case "_seq_no" -> seqNo = json.getLongValue();
                case "_primary_term" -> primaryTerm = json.getLongValue();
                case "error" -> refuse(index, id, ElasticError.of(json.<JsonNode>readValueAsTree()));
                case "_source" -> {
                    from = (int) json.currentTokenLocation().getByteOffset();
                    if (end >= 0) {
                        length = lengthToEnd(body, from, end);
                        return new StoredBytes(index, id, version, seqNo, primaryTerm, body, from, length);
                    }
                    json.skipChildren();
                    length = (int) json.currentLocation().getByteOffset() - from;
                }
                default -> json.skipChildren();
            }
        }
        return found ? new StoredBytes(index, id, version, seqNo, primaryTerm, body, from, length) : null;
    }

    /** The source is followed by the answer's own closing bracket only. */
    private static int lengthToEnd(byte[] body, int from, int end) {
        int last = end - 1;
        while (body[last] != '}') {
            last--;
        }
        return last - from;
    }

    private void refuse(String index, String id, ElasticError error) {
        if (error.type().equals("index_not_found_exception")) {
            if (!index.equals(collection)) {
                return;
            }
            throw new MissingCollectionException(collection);
        }
        String why = "document '" + id + "' of collection " + collection + " cannot be read: " + error.reason();
        if (PASSING.contains(error.type())) {
            throw new UnavailableException(why, null);
        }
        throw new RejectedException(400, error.type(), why);
    }
}
