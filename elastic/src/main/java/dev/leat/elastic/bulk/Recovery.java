package dev.leat.elastic.bulk;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.Stored.Unreadable;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.LostRequests;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Finds out what became of a request whose answer was lost. First it waits until the request has ended, so that it
 * cannot take effect after a later write; then it looks at each document. Thread-safe; blocks; an interrupt ends it with
 * {@link CancelledException}, and an outage beyond the retry policy with {@link UnavailableException}.
 */
final class Recovery {

    /** Before a second look at what could not be read. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** Documents of one look: bounds the answer, which holds their sources. */
    private static final int LOOK_AT_ONCE = 200;

    private static final long LOOK_AT_ONCE_BYTES = 4 << 20;

    private final Cluster cluster;
    private final RetryPolicy policy;
    private final BulkSettings settings;

    /** @param cluster with the writer's retry policy */
    Recovery(Cluster cluster, BulkSettings settings) {
        this.cluster = cluster;
        this.policy = settings.retryPolicy();
        this.settings = settings;
    }

    /** Waits until no task of that request runs anywhere in the cluster. */
    void settle(String opaqueId) {
        new LostRequests(cluster, policy).awaitEnd(opaqueId);
    }

    private void requirePatience(long start, String what) {
        Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
        if (!policy.allows(elapsed, Duration.ZERO)) {
            throw new UnavailableException(
                    "bulk write: " + what + "; gave up after " + elapsed.toMillis() / 1000.0
                            + " s; check that the cluster is up and not overloaded",
                    null);
        }
    }

    private void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the check of a lost bulk request", e);
        }
    }

    /** What is to be done with each operation; a conflict is null right after a loss. */
    List<LossJudge.Verdict> judge(List<Entry> entries, List<? extends @Nullable Rejected> conflicts) {
        Map<String, IndexFacts> facts = new HashMap<>();
        List<LossJudge.Verdict> verdicts = new ArrayList<>(entries.size());
        int from = 0;
        while (from < entries.size()) {
            int to = from;
            long bytes = 0;
            while (to < entries.size() && to - from < LOOK_AT_ONCE && (to == from || bytes < LOOK_AT_ONCE_BYTES)) {
                bytes += entries.get(to++).bytes;
            }
            List<Entry> part = entries.subList(from, to);
            List<Stored> stored = read(part, facts);
            for (int i = 0; i < part.size(); i++) {
                Entry entry = part.get(i);
                verdicts.add(LossJudge.judge(
                        entry,
                        stored.get(i),
                        () -> facts(entry.operation.index(), facts).fidelity(),
                        conflicts.get(from + i)));
            }
            from = to;
        }
        return verdicts;
    }

    private List<Stored> read(List<Entry> entries, Map<String, IndexFacts> facts) {
        long start = cluster.waiter().nanoTime();
        Map<Entry, Stored> found = new HashMap<>();
        List<Entry> open = entries;
        for (int round = 0; !open.isEmpty(); round++) {
            if (round > 0) {
                requirePatience(start, "a document whose write may have been lost could not be read");
                sleep(FIRST_PAUSE.multipliedBy(1L << Math.min(round, 6)));
            }
            open = readRound(open, found, facts);
        }
        return entries.stream().map(entry -> known(found, entry)).toList();
    }

    private static Stored known(Map<Entry, Stored> found, Entry entry) {
        Stored stored = found.get(entry);
        return stored == null ? new Unreadable("no answer") : stored;
    }

    /** Returns those that could not be read for now. */
    private List<Entry> readRound(List<Entry> entries, Map<Entry, Stored> found, Map<String, IndexFacts> facts) {
        Request request = Request.of("POST", "/_mget", Repeat.READ)
                .withBody(Body.json(documents(entries, facts)))
                .expecting(403);
        Response response = cluster.perform(request);
        if (response.status() == 403) {
            entries.forEach(entry -> found.put(entry, new Unreadable("no privilege to read")));
            return List.of();
        }
        List<StoredReader.Answer> answers = StoredReader.parse(response.body());
        List<Entry> open = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Stored stored = i < answers.size() ? stored(entry, answers.get(i), facts) : null;
            if (stored == null) {
                open.add(entry);
            } else {
                found.put(entry, stored);
            }
        }
        return open;
    }

    private @Nullable Stored stored(Entry entry, StoredReader.Answer answer, Map<String, IndexFacts> facts) {
        return switch (answer) {
            case StoredReader.Answer.Read read -> read.stored();
            case StoredReader.Answer.Failed failed -> {
                String index = entry.operation.index();
                ElasticError error = failed.error();
                boolean severalIndices = error.type().equals("illegal_argument_exception") && !facts.containsKey(index);
                // Once the write index behind the alias is known, the next round asks that one.
                boolean resolved = severalIndices && facts(index, facts).writeIndex() != null;
                yield resolved ? null : StoredReader.ofError(error);
            }
        };
    }

    private static byte[] documents(List<Entry> entries, Map<String, IndexFacts> facts) {
        var body = new java.io.ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("docs");
            for (Entry entry : entries) {
                BulkOperation operation = entry.operation;
                IndexFacts known = facts.get(operation.index());
                String index = known == null || known.writeIndex() == null ? operation.index() : known.writeIndex();
                json.writeStartObject();
                json.writeStringProperty("_index", index);
                json.writeStringProperty("_id", operation.id());
                if (operation.routing() != null) {
                    json.writeStringProperty("routing", operation.routing());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private IndexFacts facts(String index, Map<String, IndexFacts> known) {
        IndexFacts facts = known.get(index);
        if (facts == null) {
            facts = fetchFacts(index);
            known.put(index, facts);
        }
        return facts;
    }

    private IndexFacts fetchFacts(String index) {
        Response response = cluster.perform(
                Request.read("GET", "/" + Request.segment(index)).expecting(403, 404));
        if (!response.isSuccess()) {
            return new IndexFacts(null, Fidelity.TRANSFORMED);
        }
        IndexFacts facts = IndexFacts.parse(index, response.json());
        return settings.pipeline() == null ? facts : new IndexFacts(facts.writeIndex(), Fidelity.TRANSFORMED);
    }
}
