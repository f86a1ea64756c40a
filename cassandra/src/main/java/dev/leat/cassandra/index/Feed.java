package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.NewFieldsException;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The documents of an index in the order of their sequence numbers, shard by shard. What makes it complete: the global
 * checkpoints are read first, then everything is refreshed, and only numbers up to the checkpoints are handed over. Every
 * write below its shard's checkpoint had ended then; one that has not may show later than those with higher numbers.
 *
 * <p>While nothing has changed, it costs one small request. The privileges {@code read}, {@code monitor} and {@code
 * maintenance} are needed. Thread-safe; blocking.
 */
final class Feed {

    private static final int FIRST_PAGE = 200;
    private static final int MOST_DOCUMENTS = 1_000;
    private static final long BYTES_WANTED = 4L << 20;

    private final Cluster cluster;
    private final BoundedReads reads;
    private final DocumentForm form;

    /**
     * A shard as far as it is complete.
     *
     * @param newest the highest sequence number that was given away
     */
    private record Complete(String history, long upTo, long newest) {}

    Feed(Cluster cluster, DocumentForm form) {
        this.cluster = cluster;
        this.reads = new BoundedReads(cluster);
        this.form = form;
    }

    /** The position after everything that is complete. */
    String end(Place place) {
        return end(place, shards(place));
    }

    private static String end(Place place, List<Complete> shards) {
        return new FeedPosition(
                        place.uuid(),
                        shards.stream()
                                .map(shard -> new FeedPosition.Shard(shard.history(), shard.upTo()))
                                .toList())
                .text();
    }

    /** A position as it stands in the index as it is now. */
    String rebased(Place place, String from) {
        return position(place, from, shards(place)).text();
    }

    private static FeedPosition position(Place place, String from, List<Complete> shards) {
        return FeedPosition.parse(
                from, place.uuid(), shards.stream().map(Complete::history).toList());
    }

    /** How many sequence numbers were given away since a position, when all of their operations have ended. */
    Optional<IndexSide.Growth> growth(Place place, String from) {
        List<Complete> shards = shards(place);
        FeedPosition position = position(place, from, shards);
        if (!position.text().equals(from)) {
            return Optional.empty();
        }
        long operations = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            Complete complete = shards.get(shard);
            if (complete.newest() != complete.upTo()) {
                return Optional.empty();
            }
            operations += complete.upTo() - position.of(shard);
        }
        return Optional.of(new IndexSide.Growth(operations, end(place, shards)));
    }

    /**
     * Hands over what is complete after a position; the last page, which may be empty, has the position at its end.
     *
     * @throws NewFieldsException if columns are to be added for fields of a page, which is not handed over then
     */
    void changes(Place place, String from, PageHandler handler) {
        List<Complete> shards = shards(place);
        FeedPosition position = position(place, from, shards);
        if (!from.equals(IndexSide.BEGINNING) && !position.text().equals(from)) {
            throw new UnavailableException(
                    "the index '" + place.name()
                            + "' is another than it was, or has lost data; the next cycle begins anew",
                    null);
        }
        boolean hasNews = false;
        for (int shard = 0; shard < shards.size(); shard++) {
            hasNews |= shards.get(shard).upTo() > position.of(shard);
        }
        if (!hasNews) {
            return;
        }
        new Indices(cluster).refresh(place.address());
        for (int shard = 0; shard < shards.size(); shard++) {
            position = changes(place, shard, shards.get(shard).upTo(), position, handler);
        }
    }

    private FeedPosition changes(Place place, int shard, long upTo, FeedPosition from, PageHandler handler) {
        FeedPosition position = from;
        int size = FIRST_PAGE;
        while (position.of(shard) < upTo) {
            Optional<Response> response = reads.perform(page(place, shard, position.of(shard), upTo, size), size);
            if (response.isEmpty()) {
                size = Math.max(1, size / 2);
                continue;
            }
            byte[] body = response.get().body();
            Answer answer = Answer.parse(body, place.uuid());
            if (answer.shards() != 1) {
                throw new UnavailableException(
                        "shard " + shard + " of '" + place.name()
                                + "' cannot be searched now; see the cluster's health",
                        null);
            }
            List<StoredDocument> found = answer.documents();
            boolean isLast = found.size() < size;
            position = position.with(
                    shard, isLast ? upTo : found.getLast().version().sequenceNumber());
            handler.accept(sightings(found), position.text());
            size = next(size, found.size(), body.length);
        }
        return position;
    }

    private static int next(int size, int found, long bytes) {
        long wanted = found == 0 ? size : BYTES_WANTED * found / Math.max(1, bytes);
        return Math.clamp(wanted, 1, MOST_DOCUMENTS);
    }

    private static Request page(Place place, int shard, long after, long upTo, int size) {
        // Before its first document an index has no mapping, but it may have seen deletes.
        String query = "{\"range\":{\"_seq_no\":{\"gt\":" + after + ",\"lte\":" + upTo + "}}}";
        return Request.read("POST", "/" + Request.segment(place.address()) + "/_search")
                .withParameter("preference", "_shards:" + shard)
                .withParameter("allow_partial_search_results", "false")
                .withJson("{\"size\":" + size + ",\"track_total_hits\":false,\"seq_no_primary_term\":true,"
                        + "\"sort\":[{\"_seq_no\":{\"order\":\"asc\",\"unmapped_type\":\"long\"}}],\"query\":" + query
                        + "}");
    }

    private List<Sighting> sightings(List<StoredDocument> documents) {
        Map<String, String> wanted = new HashMap<>();
        documents.forEach(document -> wanted.putAll(form.wanted(document)));
        if (!wanted.isEmpty()) {
            throw new NewFieldsException(wanted);
        }
        List<Sighting> sightings = new ArrayList<>();
        for (StoredDocument document : documents) {
            RowKey key = form.key(document);
            sightings.add(Sighting.of(key, form.state(key, document)));
        }
        return sightings;
    }

    private List<Complete> shards(Place place) {
        Request request = Request.read("GET", "/" + Request.segment(place.address()) + "/_stats/docs")
                .withParameter("level", "shards")
                .withParameter(
                        "filter_path",
                        "_shards.failed,indices.*.shards.*.routing.primary,indices.*.shards.*.seq_no,"
                                + "indices.*.shards.*.commit.user_data.history_uuid");
        JsonNode stats = cluster.perform(request).json();
        JsonNode index = stats.path("indices").path(place.name()).path("shards");
        List<Complete> shards = new ArrayList<>();
        for (int shard = 0; shard < place.shards(); shard++) {
            shards.add(primary(place, shard, index.path(Integer.toString(shard))));
        }
        return shards;
    }

    private static Complete primary(Place place, int shard, JsonNode copies) {
        for (JsonNode copy : copies) {
            String history =
                    copy.path("commit").path("user_data").path("history_uuid").asString("");
            if (copy.path("routing").path("primary").asBoolean(false)
                    && !history.isEmpty()
                    && copy.path("seq_no").has("global_checkpoint")) {
                JsonNode numbers = copy.path("seq_no");
                return new Complete(
                        history,
                        numbers.path("global_checkpoint").asLong(),
                        numbers.path("max_seq_no").asLong());
            }
        }
        throw new UnavailableException(
                "shard " + shard + " of '" + place.name() + "' has no primary now; see the cluster's health", null);
    }
}
