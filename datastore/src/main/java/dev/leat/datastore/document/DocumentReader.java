package dev.leat.datastore.document;

import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads documents by id. Such reads are realtime: they see every write that was acknowledged, refreshed or not.
 * Thread-safe; blocks.
 */
final class DocumentReader {

    /** Documents of one request: with documents of 10 kB an answer of 5 MB. */
    private static final int AT_ONCE = 500;

    private final Cluster cluster;
    private final String collection;

    DocumentReader(Cluster cluster, String collection) {
        this.cluster = cluster;
        this.collection = collection;
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
        Response response = cluster.perform(request);
        if (response.status() == 404) {
            requireCollection(index, request, response);
            return null;
        }
        return parse(response.body());
    }

    boolean exists(String id) {
        Request request = Request.read("GET", "/" + Request.segment(collection) + "/_doc/" + Request.segment(id))
                .withParameter("_source", "false")
                .expecting(404);
        Response response = cluster.perform(request);
        if (response.status() == 404) {
            requireCollection(collection, request, response);
            return false;
        }
        return true;
    }

    private void requireCollection(String index, Request request, Response response) {
        ElasticError error = response.error().orElse(null);
        if (error == null) {
            return;
        }
        if (!error.type().equals("index_not_found_exception")) {
            throw Cluster.rejection(request, response);
        }
        if (index.equals(collection)) {
            throw new MissingCollectionException(collection);
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

    /** As {@link #findAll} without the sources: what is there and what not. */
    List<@Nullable StoredBytes> look(List<String> ids) {
        return many(ids, "false");
    }

    private List<@Nullable StoredBytes> many(List<String> ids, String source) {
        List<@Nullable StoredBytes> found = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            Request request = Request.read("POST", "/" + Request.segment(collection) + "/_mget")
                    .withParameter("_source", source)
                    .withBody(Body.json(ids(part)))
                    .expecting(404);
            Response response = cluster.perform(request);
            if (response.status() == 404) {
                requireCollection(collection, request, response);
            }
            found.addAll(parseMany(response.body(), part.size()));
        }
        return found;
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
                    documents.add(document(json, body, -1));
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
                case "error" -> refuse(id, ElasticError.of(json.<JsonNode>readValueAsTree()));
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

    private void refuse(String id, ElasticError error) {
        if (error.type().equals("index_not_found_exception")) {
            throw new MissingCollectionException(collection);
        }
        throw new RejectedException(
                400,
                error.type(),
                "document '" + id + "' of collection " + collection + " cannot be read: " + error.reason());
    }
}
