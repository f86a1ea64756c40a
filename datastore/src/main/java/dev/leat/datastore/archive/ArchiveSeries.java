package dev.leat.datastore.archive;

import dev.leat.datastore.document.Place;
import dev.leat.datastore.schema.Schema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The indices of a collection's archive: {@code NAME-archive-000001} and so on behind the alias {@code NAME-archive}, of
 * which one takes the documents that are archived. Made when first needed. Every call may be repeated. Thread-safe; blocks.
 */
final class ArchiveSeries {

    /** Beyond this time without a word, an answer to a change of the cluster's state counts as lost. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern NUMBER = Pattern.compile("\\d{6,9}");

    private final Cluster cluster;
    private final Schema schema;
    private final String alias;

    ArchiveSeries(Cluster cluster, Schema schema) {
        this.cluster = cluster;
        this.schema = schema;
        this.alias = alias(schema.collection());
    }

    static String alias(String collection) {
        return collection + "-archive";
    }

    String alias() {
        return alias;
    }

    String collection() {
        return schema.collection();
    }

    /**
     * The series at one moment.
     *
     * @param indices the oldest first
     * @param writeIndex the one that takes what is archived
     */
    record Members(List<String> indices, String writeIndex) {

        Members {
            indices = List.copyOf(indices);
        }

        /** Where a document of that id can be, one place for each index. */
        List<Place> places(String id) {
            return indices.stream().map(index -> new Place(index, id)).toList();
        }
    }

    /**
     * The series as it is now; empty when nothing was ever archived.
     *
     * @throws ConfigException when the alias points at indices that are none of the archive
     */
    Optional<Members> find() {
        Response response = cluster.perform(
                Request.read("GET", "/_alias/" + Request.segment(alias)).expecting(404));
        if (response.status() == 404) {
            return Optional.empty();
        }
        List<String> indices = new ArrayList<>();
        String writeIndex = null;
        JsonNode json = response.json();
        for (Map.Entry<String, JsonNode> index : json.properties()) {
            requireOwn(index.getKey());
            indices.add(index.getKey());
            boolean writes = index.getValue()
                    .path("aliases")
                    .path(alias)
                    .path("is_write_index")
                    .asBoolean(json.size() == 1);
            writeIndex = writes ? index.getKey() : writeIndex;
        }
        if (writeIndex == null) {
            throw new ConfigException(
                    "archive",
                    "alias " + alias + " has no write index; make the newest of its indices the write index");
        }
        indices.sort(ArchiveSeries::inOrder);
        return Optional.of(new Members(indices, writeIndex));
    }

    private static int inOrder(String one, String other) {
        return one.length() == other.length() ? one.compareTo(other) : Integer.compare(one.length(), other.length());
    }

    private void requireOwn(String index) {
        String prefix = alias + "-";
        if (!index.startsWith(prefix)
                || !NUMBER.matcher(index.substring(prefix.length())).matches()) {
            throw new ConfigException(
                    "archive",
                    "alias " + alias + " points at index " + index + ", which is none of " + name(1)
                            + " and so on; remove it from the alias");
        }
    }

    private String name(int number) {
        return String.format(Locale.ROOT, "%s-%06d", alias, number);
    }

    /** The series, made if there is none. */
    Members open() {
        return find().orElseGet(this::create);
    }

    private Members create() {
        ObjectNode body = indexBody();
        body.putObject("aliases").putObject(alias).put("is_write_index", true);
        Request request = Request.of("PUT", "/" + Request.segment(name(1)), Repeat.IDEMPOTENT)
                .withBody(json(body))
                .withTimeout(PATIENCE)
                .expecting(400);
        Response response = cluster.perform(request);
        if (!response.isSuccess() && !isType(response, "resource_already_exists_exception")) {
            throw Cluster.rejection(request, response);
        }
        return find().orElseThrow(() -> new ConfigException(
                "archive",
                "index " + name(1) + " exists, but no alias " + alias
                        + " points at it; restore the alias or delete the index"));
    }

    private static boolean isType(Response response, String type) {
        return response.error().filter(error -> error.type().equals(type)).isPresent();
    }

    private static Body json(ObjectNode body) {
        return Body.json(Json.MAPPER.writeValueAsBytes(body));
    }

    /** What an index of the series is made of: the collection's schema, which takes stored fields that it does not know. */
    ObjectNode indexBody() {
        ObjectNode body = schema.indexBody();
        relax(body.path("mappings"));
        Schema.keepVectors(body, cluster);
        return body;
    }

    /** Fields that a model has dropped are still stored in old documents, and must not keep these out of the archive. */
    private static void relax(JsonNode mapping) {
        if (mapping instanceof ObjectNode object
                && object.path("dynamic").asString("").equals("strict")) {
            object.put("dynamic", "false");
        }
        mapping.path("properties").forEach(ArchiveSeries::relax);
    }

    /**
     * Adds the fields of the schema to every index of the series. Where an index cannot have them, because a field has
     * another type there, it stays as it is; if that is the write index, another takes its place.
     */
    void bringUpToDate() {
        Optional<Members> members = find();
        if (members.isEmpty()) {
            return;
        }
        JsonNode indices = cluster.perform(Request.read("GET", "/" + Request.segment(alias) + "/_mapping"))
                .json();
        ObjectNode mapping = (ObjectNode) indexBody().path("mappings");
        for (String index : members.get().indices()) {
            boolean isCurrent = Schema.recorded(indices.path(index).path("mappings"))
                    .filter(known -> known.fingerprint().equals(schema.fingerprint()))
                    .isPresent();
            if (!isCurrent
                    && !putMapping(index, mapping)
                    && index.equals(members.get().writeIndex())) {
                rollover(RolloverConditions.none());
            }
        }
    }

    private boolean putMapping(String index, ObjectNode mapping) {
        Request request = Request.of("PUT", "/" + Request.segment(index) + "/_mapping", Repeat.IDEMPOTENT)
                .withBody(json(mapping))
                .withTimeout(PATIENCE)
                .expecting(400, 403, 404);
        Response response = cluster.perform(request);
        if (response.status() == 403 && !isType(response, "cluster_block_exception")) {
            throw Cluster.rejection(request, response);
        }
        return response.isSuccess();
    }

    /**
     * Lets a new index take the place of the one that documents are archived to, if the conditions are met.
     *
     * @return the new index; empty when the conditions are not met
     */
    Optional<String> rollover(RolloverConditions conditions) {
        Members before = open();
        new Indices(cluster).refresh(before.writeIndex());
        String next = next(before);
        ObjectNode body = indexBody();
        if (!conditions.isEmpty()) {
            body.set("conditions", conditions.toJson());
        }
        // With the new index named, a repeated request is told apart from a second rollover.
        Request request = Request.of(
                        "POST", "/" + Request.segment(alias) + "/_rollover/" + Request.segment(next), Repeat.IDEMPOTENT)
                .withBody(json(body))
                .withTimeout(PATIENCE)
                .expecting(400);
        Response response = cluster.perform(request);
        if (response.isSuccess()) {
            return response.json().path("rolled_over").asBoolean(false) ? Optional.of(next) : Optional.empty();
        }
        @Nullable Members after = find().orElse(null);
        if (after != null && after.indices().contains(next)) {
            return Optional.of(next);
        }
        if (isType(response, "resource_already_exists_exception")) {
            throw new RejectedException(
                    400,
                    "resource_already_exists_exception",
                    "the archive of " + schema.collection() + " cannot go on to index " + next
                            + ", for there is one of that name outside of alias " + alias + "; delete it");
        }
        throw Cluster.rejection(request, response);
    }

    private String next(Members members) {
        String last = members.indices().getLast();
        return name(Integer.parseInt(last.substring(alias.length() + 1)) + 1);
    }
}
