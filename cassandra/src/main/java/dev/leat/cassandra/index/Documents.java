package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Outcome;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/**
 * Documents of an index by id: read in real time, written by compare-and-set. A write is sent once. It is sent again only
 * where Elasticsearch said that it had no room for it; where the answer was lost, its outcome is {@link Outcome.Unknown}:
 * what to do then depends on what is read next. Thread-safe; blocking.
 */
final class Documents {

    private static final long BULK_BYTES = 8L << 20;
    private static final String WHAT_COUNTS =
            "items.*.status,items.*.result,items.*._seq_no,items.*._primary_term,items.*.error";
    private static final byte[] LINE_FEED = {'\n'};

    private final Cluster cluster;
    private final BoundedReads reads;

    Documents(Cluster cluster) {
        this.cluster = cluster;
        this.reads = new BoundedReads(cluster);
    }

    /**
     * Reads documents, refreshed or not.
     *
     * @return those that are there, by id
     * @throws IndexMissingException if the index is not there
     */
    Map<String, StoredDocument> read(Place place, Collection<String> ids) {
        Map<String, StoredDocument> found = new LinkedHashMap<>();
        read(place, List.copyOf(ids), found);
        return found;
    }

    private void read(Place place, List<String> ids, Map<String, StoredDocument> found) {
        if (ids.isEmpty()) {
            return;
        }
        Request request = Request.read("POST", "/" + Request.segment(place.address()) + "/_mget")
                .withJson(Json.MAPPER.writeValueAsString(Map.of("ids", ids)))
                .expecting(404);
        Optional<Response> response = reads.perform(request, ids.size());
        if (response.isEmpty()) {
            read(place, ids.subList(0, ids.size() / 2), found);
            read(place, ids.subList(ids.size() / 2, ids.size()), found);
            return;
        }
        if (!response.get().isSuccess()) {
            throw missing(place);
        }
        Answer answer = Answer.parse(response.get().body(), place.uuid());
        if (answer.isMissing()) {
            throw missing(place);
        }
        if (answer.failure() != null) {
            throw new UnavailableException(request + ": a document cannot be read: " + answer.failure(), null);
        }
        answer.documents().forEach(document -> found.put(document.id(), document));
    }

    /**
     * Writes documents, in any order.
     *
     * @return an outcome for every id
     * @throws IndexMissingException if the index is not there
     */
    Map<String, Outcome> write(Place place, Collection<CasWrite> writes) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<CasWrite> request = new ArrayList<>();
        long bytes = 0;
        for (CasWrite write : writes) {
            long size = write.source() == null ? 0 : write.source().length;
            if (!request.isEmpty() && bytes + size > BULK_BYTES) {
                send(place, request, outcomes);
                request = new ArrayList<>();
                bytes = 0;
            }
            request.add(write);
            bytes += size;
        }
        send(place, request, outcomes);
        return outcomes;
    }

    private void send(Place place, List<CasWrite> writes, Map<String, Outcome> outcomes) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        long start = cluster.waiter().nanoTime();
        List<CasWrite> left = writes;
        for (int retry = 0; !left.isEmpty(); retry++) {
            left = sendOnce(place, left, outcomes);
            if (!left.isEmpty()) {
                Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
                Duration pause = policy.backoff()
                        .delay(retry, () -> ThreadLocalRandom.current().nextLong());
                if (!policy.allows(elapsed, pause)) {
                    throw new UnavailableException(
                            "Elasticsearch had no room for writes to '" + place.name() + "' for " + elapsed.toSeconds()
                                    + " s; the sync goes on later",
                            null);
                }
                pause(pause);
            }
        }
    }

    /** Sends a request and returns what Elasticsearch had no room for. */
    private List<CasWrite> sendOnce(Place place, List<CasWrite> writes, Map<String, Outcome> outcomes) {
        Response response;
        try {
            response = cluster.perform(bulk(place, writes));
        } catch (OutcomeUnknownException e) {
            writes.forEach(write -> outcomes.put(write.id(), new Outcome.Unknown()));
            return List.of();
        } catch (RejectedException e) {
            return refused(place, writes, e, outcomes);
        }
        JsonNode items = response.json().path("items");
        List<CasWrite> again = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            JsonNode item = items.path(i).path(0);
            for (JsonNode only : items.path(i)) {
                item = only;
            }
            Optional<Outcome> outcome = BulkItem.judge(place, item);
            if (outcome.isPresent()) {
                outcomes.put(writes.get(i).id(), outcome.get());
            } else {
                again.add(writes.get(i));
            }
        }
        return again;
    }

    private List<CasWrite> refused(
            Place place, List<CasWrite> writes, RejectedException refusal, Map<String, Outcome> outcomes) {
        if (refusal.status() >= 500) {
            writes.forEach(write -> outcomes.put(write.id(), new Outcome.Unknown()));
        } else if (refusal.status() == 413 && writes.size() > 1) {
            send(place, writes.subList(0, writes.size() / 2), outcomes);
            send(place, writes.subList(writes.size() / 2, writes.size()), outcomes);
        } else if (refusal.status() == 413) {
            outcomes.put(writes.getFirst().id(), new Outcome.Rejected(refusal.getMessage()));
        } else if (refusal.status() == 404) {
            throw missing(place);
        } else {
            throw refusal;
        }
        return List.of();
    }

    private static Request bulk(Place place, List<CasWrite> writes) {
        List<byte[]> lines = new ArrayList<>();
        for (CasWrite write : writes) {
            lines.add(action(write).getBytes(StandardCharsets.UTF_8));
            if (write.source() != null) {
                lines.add(write.source());
                lines.add(LINE_FEED);
            }
        }
        Request request = Request.of("POST", "/" + Request.segment(place.address()) + "/_bulk", Repeat.ONCE)
                .withBody(Body.ndjson(lines))
                .withParameter("filter_path", WHAT_COUNTS);
        return place.isGuarded() ? request.withParameter("require_alias", "true") : request;
    }

    private static String action(CasWrite write) {
        String id = Json.MAPPER.writeValueAsString(write.id());
        if (write.over() == null) {
            return "{\"create\":{\"_id\":" + id + "}}\n";
        }
        return "{\"" + (write.source() == null ? "delete" : "index") + "\":{\"_id\":" + id + ",\"if_seq_no\":"
                + write.over().sequenceNumber() + ",\"if_primary_term\":"
                + write.over().primaryTerm() + "}}\n";
    }

    private void pause(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the sync", e);
        }
    }

    /** A node that stops or starts answers reads with 500: they are worth another try. */
    static LeatException judged(RejectedException refusal) {
        return refusal.status() >= 500
                ? new UnavailableException(String.valueOf(refusal.getMessage()), refusal)
                : refusal;
    }

    static IndexMissingException missing(Place place) {
        return new IndexMissingException(place.name(), "restore it, or start the sync again");
    }
}
