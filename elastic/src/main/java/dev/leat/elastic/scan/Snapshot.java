package dev.leat.elastic.scan;

import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What a scan reads from: one point-in-time for each shard, and the number of documents that the scan will find in each.
 * Opened whole or not at all. Thread-safe.
 */
final class Snapshot implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Snapshot.class);

    /** Shards opened or closed at a time: enough to hide the way to the cluster, too few to fill its queues. */
    private static final int PARALLELISM = 16;

    /** Until the first search extends it: a point-in-time whose id was lost on the way lives no longer than this. */
    private static final Duration FIRST_KEEP_ALIVE = Duration.ofMinutes(1);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final ScanRequest request;
    private final ConcurrentLinkedQueue<PointInTime> opened = new ConcurrentLinkedQueue<>();
    private final List<Shard> shards = new ArrayList<>();

    /** A shard whose snapshot is open. */
    record Shard(ScanTarget target, PointInTime pointInTime, long documents) {}

    /** @param leastShards how many shards must answer: none where Elasticsearch left the shard out */
    private record Opening(PointInTime pointInTime, int leastShards) {}

    private Snapshot(Cluster cluster, ScanRequest request) {
        this.cluster = cluster;
        this.request = request;
    }

    /** Opens and counts every shard, or none. */
    static Snapshot open(Cluster cluster, ScanRequest request, List<ScanTarget> targets) {
        Snapshot snapshot = new Snapshot(cluster, request);
        try {
            snapshot.open(targets);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
        return snapshot;
    }

    /**
     * The snapshot that slices of an earlier scan read from, if all of it is still there.
     *
     * @return null when some of it is gone; the rest is closed then
     */
    static @Nullable Snapshot reopen(Cluster cluster, ScanRequest request, List<Slice> slices) {
        Snapshot snapshot = new Snapshot(cluster, request);
        Map<String, SlicePart> shards = new LinkedHashMap<>();
        slices.forEach(slice -> slice.parts().forEach(part -> shards.put(part.where(), part)));
        try {
            boolean whole = true;
            for (SlicePart part : shards.values()) {
                whole &= snapshot.reopen(part);
            }
            if (whole) {
                return snapshot;
            }
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
        snapshot.close();
        return null;
    }

    private boolean reopen(SlicePart part) {
        PointInTime pointInTime = new PointInTime(part.index(), part.shard(), part.pointInTime(), cluster.waiter());
        Response answer = cluster.perform(
                PageRequest.ping(pointInTime.id(), request.keepAlive()).expecting(400, 404));
        if (answer.status() != 200) {
            return false;
        }
        pointInTime.used(answer.json().path("pit_id").stringValueOpt().orElse(null));
        opened.add(pointInTime);
        ScanTarget target = new ScanTarget(part.index(), part.shard(), Set.of(), part.window(), part.averageBytes());
        shards.add(new Shard(target, pointInTime, part.limit()));
        return true;
    }

    private void open(List<ScanTarget> targets) {
        List<Integer> numbers = IntStream.range(0, targets.size()).boxed().toList();
        Opening[] openings = new Opening[targets.size()];
        // Interrupted, an opening would leave a point-in-time behind whose id nobody knows.
        Crew.forEach(
                numbers,
                PARALLELISM,
                "leat-scan-open",
                Crew.OnFailure.LET_FINISH,
                number -> openings[number] = open(targets.get(number)));
        Shard[] counted = new Shard[targets.size()];
        Crew.forEach(
                numbers,
                PARALLELISM,
                "leat-scan-count",
                number -> counted[number] = count(targets.get(number), openings[number]));
        shards.addAll(List.of(counted));
    }

    List<Shard> shards() {
        return shards;
    }

    private Opening open(ScanTarget target) {
        Retry retry = new Retry(cluster, "opening a snapshot of " + target.where());
        while (true) {
            JsonNode answer = openPointInTime(target).json();
            JsonNode involved = answer.path("_shards");
            PointInTime pointInTime = new PointInTime(
                    target.index(), target.shard(), answer.path("id").asString(""), cluster.waiter());
            opened.add(pointInTime);
            if (involved.path("failed").asInt(0) == 0) {
                // Elasticsearch leaves a shard out when it is sure that no document can match the alias's filter.
                boolean leftOut = involved.path("skipped").asInt(0) > 0;
                return new Opening(pointInTime, leftOut ? 0 : 1);
            }
            retry.pause("the shard cannot be read", null);
        }
    }

    private Response openPointInTime(ScanTarget target) {
        if (!target.aliases().isEmpty()) {
            return openThrough(String.join(",", target.aliases()), target);
        }
        try {
            return cluster.perform(open(target.index(), target));
        } catch (RejectedException e) {
            if (e.status() == 403) {
                // Some may read an alias but not the index behind it.
                return openThrough(request.index(), target);
            }
            if (e.type().equals("index_closed_exception")) {
                throw new RejectedException(
                        e.status(), e.type(), "index '" + target.index() + "' is closed; open it, then scan it");
            }
            throw e;
        }
    }

    /** Opens on aliases, so that their filters and privileges hold, and narrows that to the one index. */
    private Response openThrough(String expression, ScanTarget target) {
        JsonNode name = Json.MAPPER.getNodeFactory().stringNode(target.index());
        return cluster.perform(
                open(expression, target).withJson("{\"index_filter\":{\"term\":{\"_index\":" + name + "}}}"));
    }

    private Request open(String expression, ScanTarget target) {
        Duration keepAlive =
                request.keepAlive().compareTo(FIRST_KEEP_ALIVE) < 0 ? request.keepAlive() : FIRST_KEEP_ALIVE;
        return Request.read("POST", "/" + Request.segment(expression) + "/_pit")
                .withParameter("keep_alive", keepAlive.toMillis() + "ms")
                .withParameter("preference", "_shards:" + target.shard());
    }

    private Shard count(ScanTarget target, Opening opening) {
        PointInTime pointInTime = opening.pointInTime();
        JsonNode answer = count(target, pointInTime);
        int shards = answer.path("_shards").path("total").asInt(-1);
        if (shards < opening.leastShards()
                || shards > 1
                || answer.path("timed_out").asBoolean(false)) {
            throw new UnavailableException(
                    "the documents of " + target.where() + " could not be counted (" + shards
                            + " shards answered); run the scan again",
                    null);
        }
        pointInTime.used(answer.path("pit_id").stringValueOpt().orElse(null));
        return new Shard(
                target,
                pointInTime,
                answer.path("hits").path("total").path("value").asLong());
    }

    private JsonNode count(ScanTarget target, PointInTime pointInTime) {
        Request count = PageRequest.count(pointInTime.id(), request.keepAlive(), request.query());
        Retry retry = new Retry(cluster, "counting " + target.where());
        while (true) {
            Response response = cluster.perform(count.expecting(400, 404, 500));
            if (response.status() == 200
                    && response.json().path("_shards").path("failed").asInt(0) == 0) {
                return response.json();
            }
            SearchFailure failure = SearchFailure.of(response);
            switch (failure.kind()) {
                case LOST -> throw SearchFailure.lost(target.where(), failure.reason());
                case AGAIN -> retry.pause(failure.type() + ": " + failure.reason(), null);
                case REFUSED -> throw failure.refusal("counting " + target.where(), count, response);
            }
        }
    }

    /**
     * Tells Elasticsearch that every point-in-time may go. Never throws, works in an interrupted thread, and does not
     * wait long for a cluster that is away: what stays open there ends with its keep-alive.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            Cluster hasty = cluster.withRetryPolicy(RetryPolicy.within(CLOSE_PATIENCE));
            Crew.forEach(List.copyOf(opened), PARALLELISM, "leat-scan-close", pointInTime -> close(hasty, pointInTime));
            opened.clear();
        } catch (LeatException e) {
            LOGGER.atWarn().setCause(e).log("Closing the snapshot was broken off; its rest ends with its keep-alive");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void close(Cluster hasty, PointInTime pointInTime) {
        Request request = Request.read("DELETE", "/_pit")
                .withJson("{\"id\":\"" + pointInTime.id() + "\"}")
                .expecting(404);
        try {
            hasty.perform(request);
        } catch (RejectedException | UnavailableException e) {
            LOGGER.atWarn()
                    .addKeyValue("shard", pointInTime.where())
                    .addKeyValue("reason", e.getMessage())
                    .log("A snapshot could not be closed; it ends with its keep-alive");
        }
    }
}
